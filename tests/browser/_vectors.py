"""What Python finds under random settings, for the page's own arithmetic to find too."""

from __future__ import annotations

import json
import random
from math import isnan
from pathlib import Path
from typing import Any

import leftbehind
from leftbehind import Results, read_study
from leftbehind.show.site.places import parts_of

CASES = 14
STUDY = "invented-country"


def write_vectors(file: Path, study: dict[str, Any]) -> None:
    """Write settings and what the study gives under them.

    Args:
        file: Where to.
        study: The page's study.json of the same study.
    """
    own = leftbehind.run(STUDY)
    random_settings = random.Random(2025)
    parts = {index["name"]: index["parts"] for index in study["indices"]}
    told = {
        "study": study,
        "code": own.areas["area"].sort().to_list(),
        "values": {
            name: [None if isnan(value) else value for value in column.tolist()]
            for name, column in parts_of(own).items()
        },
        "cases": [_case(own, parts, random_settings, n) for n in range(CASES)],
    }
    file.write_text(json.dumps(told), "utf-8")


def _case(own: Results, told: dict[str, Any], drawn: random.Random, number: int) -> dict[str, Any]:
    """One setting: the first is the study's own, some weights are zero, some rules say or."""
    weights: dict[str, dict[str, float]] = {}
    shares = {}
    for index in own.indices:
        parts = own["profiles"].filter(index=index)["part"].unique(maintain_order=True).to_list()
        kept = own.manifest["index"][index]["weights"]
        weights[index] = {part: kept[part] for part in parts}
        shares[index] = 0.1
        if number:
            least = {part["name"]: part["least"] for part in told[index]}
            weights[index] = {
                part: max(drawn.choice([0.0, 0.1, 0.5, drawn.random()]), least[part])
                for part in parts
            }
            weights[index][drawn.choice(parts)] = 0.3
            shares[index] = drawn.randint(1, 60) / 200
    mode = "any" if number % 3 == 2 else "all"
    changes = [f"group.left-behind.at_least={1 if mode == 'any' else 2}"]
    for index, own_weights in weights.items():
        root = read_study(STUDY).recipes[index].root
        stated = ", ".join(f"{part} = {weight!r}" for part, weight in own_weights.items())
        changes.append(f"index.{index}.node.{root}.weights={{ {stated} }}")
    for group, rule in own.manifest["study"]["group"].items():
        changes += [f"group.{group}.worst.{index}={shares[index] * 100:g}%"
                    for index in rule.get("worst", {})]  # fmt: skip
    areas = leftbehind.run(read_study(STUDY, changes)).areas.sort("area")
    return {
        "weights": {f"{index}.{part}": weight for index, parts in weights.items()
                    for part, weight in parts.items()},
        "worst": shares,
        "mode": mode,
        "scores": {index: areas[f"{index}_score"].to_list() for index in weights},
        "ranks": {index: areas[f"{index}_rank"].to_list() for index in weights},
        "group": areas["group"].to_list(),
    }  # fmt: skip
