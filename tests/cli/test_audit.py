"""The command that audits, and what it says where there is nothing to audit."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from bad_input._builders import Town
from leftbehind import Results, Shelf, cli, run
from leftbehind.analysis.audit import audit, recipes_in_use


@pytest.fixture(scope="module")
def country() -> Results:
    return run("invented-country")


def asked(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["leftbehind", "audit", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return int(stop.value.code or 0)


def test_a_study_with_tables_of_its_own_is_audited(town: Town) -> None:
    """Its stages are built on the catalogue, to which its own tables are added once."""
    said = town.run("audit", "study.toml")
    assert said.code == 0, said.err
    assert "Audit of Hardship" in said.out


def test_a_recipe_is_audited_as_the_index_of_a_study_that_uses_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert recipes_in_use()["imd2019"] == ("england-2020", "deprivation")
    assert asked(monkeypatch, "invented_need") == 0
    told = capsys.readouterr().out
    assert "audited as the index “need” of the study invented-country" in told
    assert "Audit of Community need" in told
    assert "Audit of Deprivation" not in told
    assert "Simulated figures" in told


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("imd2091", "did you mean imd2019"),
        ("invented-contry", "did you mean invented-country"),
        ("svi2020", "no shipped study uses the recipe svi2020"),
        ("nothing-like-it", "imd2019"),
    ],
)
def test_what_cannot_be_audited_is_told_with_what_can(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str, said: str
) -> None:
    assert asked(monkeypatch, what) == 1
    told = capsys.readouterr()
    assert said in told.err
    assert "cni2019" in told.err
    assert not told.out


def test_a_folder_gives_what_its_study_gave_in_every_form(
    monkeypatch: pytest.MonkeyPatch, country: Results, tmp_path: Path
) -> None:
    folder = str(country.write(tmp_path / "results"))
    for rows, keys in (("parts", ["index", "node", "part"]), ("nodes", ["index", "node"]),
                       ("pairs", ["index", "one", "other"]),
                       ("warnings", ["index", "node", "parts", "kind"])):  # fmt: skip
        out = tmp_path / f"{rows}.csv"
        assert asked(monkeypatch, folder, "--rows", rows, "-f", "csv", "-o", str(out)) == 0
        frame = pl.read_csv(out)
        assert frame.height
        assert not frame.select(keys).is_duplicated().any()
        assert set(frame["index"]) == ({"deprivation", "need"})
    found = audit(country, "need", Shelf().catalogue)
    parts = pl.read_csv(tmp_path / "parts.csv").filter(index="need", node="need")
    assert parts["effective"].to_list() == pytest.approx(
        found.nodes[0].parts["effective"].to_list()
    )


def test_rows_without_a_format_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, "invented-country", "--rows", "pairs") == 2
    assert "--format" in capsys.readouterr().err
