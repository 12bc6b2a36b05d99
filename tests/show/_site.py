"""A published folder taken apart, and the list found in it again as the page finds it."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from leftbehind import Results
from leftbehind.groups import Conventions, Group, Judged, Share, identify
from leftbehind.show.site.front import front_decoded
from leftbehind.show.site.values import Packed, Place, Table, unpacked


@dataclass(frozen=True)
class Site:
    """A folder of files, taken apart."""

    folder: Path
    study: dict[str, Any]
    areas: dict[str, Any]

    def column(self, told: dict[str, Any], name: str) -> np.ndarray:
        data = bytearray(gzip.decompress((self.folder / told["file"]).read_bytes()))
        parts = {key: Place(**place) for key, place in told["parts"].items()}
        held = Packed(data, parts, [Table(**table) for table in told["tables"]])
        return unpacked(held, name, len(self.areas["code"]))

    def scores(self, index: dict[str, Any]) -> np.ndarray:
        found = np.zeros(len(self.areas["code"]))
        for part in index["parts"]:
            name = f"{index['name']}.{part['name']}"
            value = self.column(self.study["columns"]["values"], name)
            found = found + part["weight"] * value
        return found


def ranks(scores: np.ndarray) -> np.ndarray:
    found = np.full(scores.size, np.nan)
    known = np.flatnonzero(~np.isnan(scores))
    ordered = np.sort(-scores[known])
    found[known] = np.searchsorted(ordered, -scores[known], side="left") + 1
    return found


def site_in(folder: Path) -> Site:
    """A folder that was published."""
    areas = json.loads(gzip.decompress((folder / "areas.json.gz").read_bytes()))
    areas |= {key: front_decoded(areas[key]) for key in ("code", "name")}
    return Site(folder, json.loads((folder / "study.json").read_text("utf-8")), areas)


def check(site: Site, results: Results) -> None:
    """What the page folds and judges from its files is what Python found."""
    areas = results.areas.sort("area")
    assert site.areas["code"] == areas["area"].to_list()
    scores = {index["name"]: site.scores(index) for index in site.study["indices"]}
    rank = {name: ranks(score) for name, score in scores.items()}
    for name, score in scores.items():
        wanted = areas[f"{name}_rank"].cast(float).fill_null(np.nan).to_numpy()
        np.testing.assert_array_equal(rank[name], wanted)
        known = areas[f"{name}_score"].fill_null(np.nan).to_numpy()
        np.testing.assert_allclose(score, known, rtol=1e-12, equal_nan=True)
    rules = {
        group["name"]: Group(
            worst={one["index"]: Share(of_all=one["share"], number=one["number"])
                   for one in group["worst"]},
            at_least=group["at_least"], unless=tuple(group["unless"]), rest=group["rest"],
        )
        for group in site.study["groups"]
    }  # fmt: skip
    people = site.column(site.study["columns"]["details"], "people")
    judged = Judged(np.array(site.areas["code"]), scores, rank, site.study["areas"]["number"],
                    people)  # fmt: skip
    on = areas.with_row_index("row").filter(pl.col("group") == results.list_of)
    assert site.areas["listed"]["row"] == on["row"].to_list()
    for name in rank:
        assert site.areas["listed"]["rank"][name] == on[f"{name}_rank"].to_list()
    members, _ = identify(rules, judged, Conventions(**site.study["rule"]))
    names = list(rules)
    found = np.full(areas.height, -1)
    for name in reversed(names):
        found[members[name].inside] = names.index(name)
    assert found.tolist() == site.areas["group"]
    assert [names[at] if at >= 0 else None for at in found] == areas["group"].to_list()
