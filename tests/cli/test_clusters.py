"""The command that says which neighbourhoods lie together."""

from __future__ import annotations

import io
import re
from pathlib import Path

import polars as pl

from _command import told

CAVEAT = "That alone makes them look alike."


def test_clusters_are_said_with_what_must_be_known_beside_each(tmp_path: Path) -> None:
    place = tmp_path / "c"
    done = told("clusters", "invented-country", "--permutations", "99", "--at-least", "20000",
                "--out", str(place))  # fmt: skip
    assert done.code == 0, done.err
    said = done.words
    for words in ("Neighbours are areas whose edges or corners meet", "wards are on the list",
                  "people or more", "Moran’s I is", "the second is high as well",
                  "pairs of neighbours are both on the list", "High among high"):  # fmt: skip
        assert words in said
    assert said.count(CAVEAT) == 3  # by the patches, the statistics, and where they are alike
    table = pl.read_parquet(place / "statistics.parquet")
    assert table["caveat"].str.contains("1 km").all()
    assert (pl.read_parquet(place / "patches.parquet")["people"] >= 20_000).all()
    assert {file.name for file in place.iterdir()} == {
        "alike-deprivation.svg", "alike-need.svg", "alike.parquet", "contents.json",
        "patches.parquet", "patches.svg", "statistics.parquet",
    }  # fmt: skip
    for name in ("patches", "alike-need"):
        svg = re.sub(r"<[^>]+>", " ", (place / f"{name}.svg").read_text("utf-8"))
        assert "look alike" in " ".join(svg.split())
        assert f"{name}.svg: Map of the invented country" in done.err


def test_patches_and_rings_can_be_read_by_a_machine() -> None:
    done = told("clusters", "invented-country", "--permutations", "99", "--quiet", "-f", "csv")
    assert done.code == 0, done.err
    table = pl.read_csv(io.StringIO(done.out))
    assert table["people"].is_sorted(descending=True)
    code = table["members"][0].split("; ")[0]
    ring = told("clusters", "invented-country", "--place", code, "--quiet", "-f", "csv")
    rows = pl.read_csv(io.StringIO(ring.out))
    assert set(rows["around"]) == {code}
    assert code not in rows["area"].to_list()


def test_a_place_is_set_against_its_ring() -> None:
    table = told("clusters", "invented-country", "--permutations", "99", "--quiet", "-f", "csv")
    first = pl.read_csv(io.StringIO(table.out)).row(0, named=True)
    done = told("clusters", "invented-country", "--place", first["members"].split("; ")[0])
    assert done.code == 0, done.err
    said = done.words
    assert f"It is part of a larger place of the list: {first['areas']} areas" in said
    assert "the mean around it" in said
    assert said.count(CAVEAT) == 1


def test_wrong_use_is_one_line() -> None:
    for arguments in (
        ("clusters", "invented-country", "--permutations", "5"),
        ("clusters", "invented-country", "--seed", "-1"),
        ("clusters", "invented-country", "--place", "Nowhere at all"),
        ("clusters", "invented-country", "--nearest", "3", "--within", "100"),
        ("clusters", "invented-country", "--nearest", "9999"),
        ("clusters", "invented-country", "--within", "-1"),
        ("clusters", "invented-country", "--set", "boundaries="),
        ("clusters", "invented-contry"),
    ):
        done = told(*arguments, "--quiet")
        assert done.code == 1, (arguments, done.err)
        assert done.err.startswith("leftbehind: ")
        assert done.err.count("\n") == 1
