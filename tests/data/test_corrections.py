"""Errors of published editions: they are there, shown everywhere, and mended only on demand."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

import leftbehind
from leftbehind import LeftBehindError, Results, Shelf, catalogue, read_study
from leftbehind.data import corrections as recorded
from leftbehind.data.corrections import Correction, corrections
from leftbehind.show.export.folder import README, export
from leftbehind.show.report.national import national_report
from leftbehind.show.summary import print_run
from leftbehind.study_file import changed

DECK = "deck-2021-east-of-england"
EAST = "E12000006"

SLIP = Correction(
    title="The invented edition",
    tables=("simulated_need_ward20", "cni2019_england_ward17"),
    wrong="A ward is printed twice.",
    found="yesterday",
    evidence="it was counted",
    effect="It looks like two.",
    treatment="It is left as it is.",
    changes=("near=2%",),
)


@pytest.fixture
def slip(monkeypatch: pytest.MonkeyPatch) -> None:
    """One error in an edition of the invented country."""
    monkeypatch.setattr(recorded, "corrections", lambda: {"slip": SLIP})


def printed(results: Results, *, brief: bool) -> str:
    text = io.StringIO()
    print_run(Console(file=text, width=400), results, brief=brief)
    return text.getvalue()


def test_every_error_is_of_tables_of_the_catalogue() -> None:
    for name, one in corrections().items():
        assert set(one.tables) <= set(catalogue().table), name


def test_an_error_is_in_all_that_comes_of_its_tables(slip: None, tmp_path: Path) -> None:
    results = leftbehind.run("invented-country")
    results.write(tmp_path / "out")
    told = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["corrections"]
    assert set(told) == {"slip"}
    assert (told["slip"]["tables"], told["slip"]["applied"]) == (["simulated_need_ward20"], False)
    export(results, tmp_path / "handed")
    shown = {
        "run": printed(results, brief=False),
        "run --quiet": printed(results, brief=True),
        "report": " ".join(national_report(results, None).sources),
        "export": (tmp_path / "handed" / README).read_text("utf-8"),
    }
    for place, text in shown.items():
        assert "The invented edition: A ward is printed twice. It looks like two." in text, place
        assert "left as it is" in text, place


def test_an_error_of_tables_that_were_not_read_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = SLIP.model_copy(update={"tables": ("cni2019_england_ward17",)})
    monkeypatch.setattr(recorded, "corrections", lambda: {"slip": other})
    results = leftbehind.run("invented-country")
    assert results.manifest["corrections"] == {}
    assert "printed twice" not in printed(results, brief=False)


def test_older_results_that_know_of_no_errors_are_still_shown() -> None:
    results = leftbehind.run("invented-country")
    older = {key: value for key, value in results.manifest.items() if key != "corrections"}
    assert printed(Results(results.tables, older), brief=True) == printed(results, brief=True)


def test_a_study_that_names_a_correction_is_patched_and_says_so(slip: None) -> None:
    plain, asked = (read_study("invented-country", change) for change in ((), ["corrections=slip"]))
    assert plain.near.of_all == 0.01
    assert asked.near.of_all == 0.02
    results = leftbehind.run(asked)
    assert results.manifest["corrections"]["slip"]["applied"]
    assert "corrected because the study asks for it. The invented edition" in printed(
        results, brief=True
    )


def test_a_correction_is_applied_once_and_never_again(slip: None) -> None:
    asked = read_study("invented-country", ["corrections=slip"])
    assert changed(asked, ["near=3%"]).near.of_all == 0.03


def test_the_printed_share_stays_unless_the_study_asks() -> None:
    published, mended = (
        read_study("england-2020", change).published for change in ((), [f'corrections=["{DECK}"]'])
    )
    assert published
    assert mended
    assert published.printed["region17"][EAST] == 1.0
    assert mended.printed["region17"][EAST] == 1.7
    others = {code: share for code, share in published.printed["region17"].items() if code != EAST}
    assert others.items() <= mended.printed["region17"].items()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("corrections=deck-2021-east", f"did you mean {DECK}"),
        ("corrections=iod2019-report-tenth", "can only be shown"),
        ("corrections=3", "corrections"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(change: str, words: str) -> None:
    with pytest.raises(LeftBehindError, match=words):
        read_study("england-2020", [change])


def test_a_correction_of_what_the_study_does_not_have_is_refused() -> None:
    with pytest.raises(LeftBehindError, match=r"corrections.*reaches nothing"):
        read_study("england-2025", [f"corrections={DECK}"])


@pytest.mark.data
def test_a_run_on_the_published_tables_shows_what_is_wrong_in_them(shelf: Shelf) -> None:
    results = leftbehind.run(read_study("england-2020").without_outcomes(), shelf=shelf)
    assert set(results.manifest["corrections"]) == {
        DECK, "cni2019-districts-of-several-years", "iod2019-report-tenth"}  # fmt: skip
    text = printed(results, brief=True)
    assert "prints 1.0% of the wards of the East of England" in text
    assert "the code of a district that was abolished" in text


@pytest.mark.data
def test_the_evidence_on_districts_and_on_the_tenth(shelf: Shelf) -> None:
    wards = pl.read_csv(shelf.file("cni2019_england_ward17"), infer_schema=False)
    published = shelf.read("imd2019_england_lsoa11_domains").frame
    of_2019 = published["ltla19"].unique().to_list()
    assert wards.filter(~pl.col("lad19_code").is_in(of_2019)).height == 268
    assert published.filter(pl.col("imd_decile") == 1).height == 3_284
    assert (32_482 // 10, published.height // 10) == (3_248, 3_284)
