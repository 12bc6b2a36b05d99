"""What was built beside what was published, as people read it and as it is handed on."""

from __future__ import annotations

import io

import polars as pl
import pytest
from rich.console import Console

from leftbehind import Results, run
from leftbehind.show import agreed
from leftbehind.show.export.note import codebook
from leftbehind.show.export.sheets import sheets_of
from leftbehind.show.export.terms import terms_of
from leftbehind.show.summary import print_run
from study._half_built import write_half_built


@pytest.fixture(scope="module")
def half_built(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """One part is built; another is taken as published, and what is below it is not built."""
    return run(write_half_built(tmp_path_factory.mktemp("half")))


def printed(results: Results) -> str:
    console = Console(file=io.StringIO(), width=140)
    print_run(console, results, brief=True)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_each_node_has_a_row_and_what_was_not_built_says_so(half_built: Results) -> None:
    rows = agreed.agreement_rows(half_built, "toy")
    whole, good, one, three, bad = rows.rows
    assert whole == ("Whole", "5", "0.900000", "3", "0.0", "1", "–", "Good")
    assert good == ("Good", *["–"] * 6, "itself, so it was not built")
    assert one[1:] == three[1:] == (*["–"] * 6, "Good above it, so it was not built")
    assert bad == ("Bad", "5", "1.000000", "5", "0.0", "0", "–", "nothing")
    assert len(rows.headings) == len(rows.right) == 8


def test_many_parts_are_counted_and_not_named(half_built: Results) -> None:
    many = half_built["agreement"].with_columns(starts_from=pl.lit("good, one, two, three"))
    results = Results({"agreement": many.filter(node="bad")}, half_built.manifest)
    assert agreed.agreement_rows(results, "toy").rows[0][-1] == "4 parts"


def test_what_the_data_lack_is_said_of_what_was_not_built(half_built: Results) -> None:
    assert agreed.lacking(half_built, "toy") == [
        "Good was not built. The data lack: twos; people; Three, share.",
        "Three, share was not built. The data lack what it is made from.",
    ]


def test_a_run_prints_it_and_prints_nothing_where_it_is_not_asked(half_built: Results) -> None:
    text = printed(half_built)
    assert text.count("beside the published ranks") == 1
    assert "Toy index, beside the published ranks" in text
    assert "worst" not in text
    tables = {name: one for name, one in half_built.tables.items() if name != "agreement"}
    assert "beside the published" not in printed(Results(tables, half_built.manifest))


def test_it_is_handed_on_with_every_column_explained(half_built: Results) -> None:
    sheets = {sheet.name: sheet for sheet in sheets_of(half_built, terms_of(half_built))}
    sheet = sheets["agreement"]
    assert sheet.frame.equals(half_built["agreement"])
    told = codebook([sheet])
    assert told["column"].to_list() == half_built["agreement"].columns
    assert (told["says"].str.len_chars() > 3).all()


def test_terms_of_a_table_that_only_stands_beside_an_index_withhold_nothing(
    half_built: Results,
) -> None:
    manifest = half_built.manifest
    unclear = {**manifest["tables"]["toy"], "licence": "OCSI-LT"}
    beside = {**manifest, "tables": {"other": {**unclear, "only_compared": True}}}
    assert terms_of(Results({}, beside)).refused == ()
    inside = {**manifest, "tables": {"other": unclear}}
    assert terms_of(Results({}, inside)).refused == ("OCSI-LT",)
