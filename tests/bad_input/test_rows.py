"""Rows and files that are not what they should be: each is named, with its mend."""

from __future__ import annotations

import gzip
import io
import zipfile

import polars as pl
import pytest
import xlsxwriter

from bad_input._builders import HEADER, RUN, Town, figures, refused


def of_file(town: Town, name: str, content: str | bytes, more: str = "") -> None:
    """Let the study read another file than figures.csv."""
    town.write(name, content)
    town.edit("study.toml", 'file = "figures.csv"', f'file = "{name}"\n{more}')


def parquet(**columns: pl.Series) -> bytes:
    frame = pl.read_csv(io.StringIO(figures())).with_columns(**columns)
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def test_the_good_study_runs(town: Town) -> None:
    said = town.run(*RUN)
    assert said.code == 0, said.err
    assert "9 are in no group" in said.out


def test_a_numerator_above_its_denominator_names_the_area(town: Town) -> None:
    town.write("figures.csv", figures(T003="T003,Town 3,10,30,3.5"))
    refused(town, "figures", "poor", "people", "30 of 10", "T003 (row 3)", "check that both")


@pytest.mark.parametrize("number", ["1e308", "-1e300", "9007199254740994"])
def test_a_number_that_no_float_can_count_is_refused(town: Town, number: str) -> None:
    town.write("figures.csv", figures(T003=f"T003,Town 3,1003,30,{number}"))
    refused(town, "figures.csv", "idle", "too large", "rows 3")


@pytest.mark.parametrize("text", ["1_000", "0x10", "5%", "£5", "½", "١٢", "−5", "#N/A", "1.000,5"])
def test_what_only_looks_like_a_number_is_text(town: Town, text: str) -> None:
    town.write("figures.csv", figures(T003=f'T003,Town 3,1003,30,"{text}"'))
    refused(town, "figures.csv", "idle", "not a number", text, "rows 3")


def test_a_number_with_thousands_commas_is_a_number(town: Town) -> None:
    town.write("figures.csv", figures(T003='T003,Town 3,"1,003",30,3.5'))
    assert town.run(*RUN).code == 0
    assert 1003.0 in pl.read_parquet(town.folder / "out" / "areas.parquet")["people"].to_list()


def test_a_row_with_too_many_cells_is_named(town: Town) -> None:
    town.write("figures.csv", figures(T003="T003,Town 3,1,003,30,3.5"))
    refused(town, "figures.csv", "row 3 has 6 cells", "header has 5", "in quotes")


def test_a_file_that_was_cut_off_in_its_last_row_is_refused(town: Town) -> None:
    town.write("figures.csv", figures()[:-12])
    refused(town, "figures.csv", "cut off", "3 cells", "get the file again")


def test_a_last_line_without_an_end_is_whole(town: Town) -> None:
    town.write("figures.csv", figures().rstrip("\n"))
    assert town.run(*RUN).code == 0


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_columns_parted_by_something_else_are_said_to_be(town: Town, mark: str, word: str) -> None:
    town.write("figures.csv", figures().replace(",", mark))
    refused(town, "figures.csv", f"parted by {word}", "save it with commas")


def test_a_tsv_is_parted_by_tabs(town: Town) -> None:
    of_file(town, "figures.tsv", figures().replace(",", "\t"))
    assert town.run(*RUN).code == 0


def test_utf_16_without_its_mark_is_recognised(town: Town) -> None:
    town.write("figures.csv", figures().encode("utf-16-le"))
    refused(town, "figures.csv", "line 1", "zero byte", 'encoding = "utf-16-le"')


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_stated_utf_16_is_read(town: Town, encoding: str) -> None:
    of_file(town, "wide.csv", figures().encode(encoding), f'encoding = "{encoding}"')
    assert town.run(*RUN).code == 0


@pytest.mark.parametrize("encoding", ["utf-9", "zlib"])
def test_an_encoding_that_is_none_is_named(town: Town, encoding: str) -> None:
    of_file(town, "other.csv", figures(), f'encoding = "{encoding}"')
    refused(town, "other.csv", "there is no encoding")


@pytest.mark.parametrize("character", ["\x1b[31m", "\x07", "\x9b", "\u202e"])
def test_a_name_cannot_write_to_the_terminal(town: Town, character: str) -> None:
    town.write("figures.csv", figures(T012=f"T012,a{character}b,1012,120,12.5"))
    message = refused(town, "figures.csv", "town20_name", "control characters", "rows 12")
    assert character not in message


def test_a_line_that_does_not_end_is_given_up_wherever_it_is(town: Town) -> None:
    with (town.folder / "figures.csv").open("w") as file:
        file.write(f"{HEADER}\nT001,")
        file.writelines("x" * (1 << 20) for _ in range(64))
        file.write("\n")
    refused(town, "figures.csv", "line 2 does not end")


def test_a_packed_line_that_does_not_end_is_not_unpacked(town: Town) -> None:
    of_file(town, "figures.csv.gz", gzip.compress(bytes(200 << 20), 1))
    refused(town, "figures.csv.gz", "first line does not end")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("half.csv.gz", gzip.compress(figures().encode())[:60]),
        ("wrong.csv.gz", gzip.compress(figures().encode())[:30] + bytes(90)),
        ("plain.csv.gz", figures().encode()),
    ],
    ids=["cut off", "wrong bytes", "not packed"],
)
def test_a_damaged_gzip_file_is_named(town: Town, name: str, content: bytes) -> None:
    of_file(town, name, content)
    refused(town, name, "not a whole gzip file", "get it again")


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("inside.csv", figures())
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "member", "words"),
    [
        (zipped(), "insied.csv", ["holds no insied.csv", "inside.csv?"]),
        (zipped()[:90], "inside.csv", ["not a zip archive", "get it again"]),
        (zipped().replace(b"Town 3", b"Tawn 3"), "inside.csv", ["CRC", "get it again"]),
    ],
    ids=["mistyped member", "cut off", "wrong bytes"],
)
def test_a_damaged_zip_archive_is_named(
    town: Town, content: bytes, member: str, words: list[str]
) -> None:
    of_file(town, "figures.zip", content, f'member = "{member}"')
    refused(town, "figures.zip", *words)


@pytest.mark.parametrize(
    "kind",
    [
        pl.Series([[1, 2]] * 12),
        pl.Series([b"\xff\xfe"] * 12),
        pl.Series([1] * 12, dtype=pl.Duration),
    ],
    ids=["lists", "bytes", "durations"],
)
@pytest.mark.parametrize("column", ["idle", "code", "name"])
def test_a_parquet_column_of_another_kind_is_named(
    town: Town, column: str, kind: pl.Series
) -> None:
    of_file(town, "figures.parquet", parquet(**{column: kind}))
    refused(town, "figures.parquet", "neither numbers nor text", str(kind.dtype)[:4])


@pytest.mark.parametrize("cut", [3, 8, 100, -1])
def test_a_parquet_cut_anywhere_is_refused(town: Town, cut: int) -> None:
    of_file(town, "figures.parquet", parquet()[:cut])
    refused(town, "figures.parquet", "not a whole Parquet file", "get it again")


def test_codes_that_became_numbers_on_the_way_have_no_point(town: Town) -> None:
    town.edit("study.toml", "'T\\d{3}'", "'[0-9]+'")
    of_file(town, "figures.parquet", parquet(code=pl.Series([float(n) for n in range(1, 13)])))
    assert town.run(*RUN).code == 0
    assert "12" in pl.read_parquet(town.folder / "out" / "areas.parquet")["area"].to_list()


def test_a_text_far_down_a_workbook_is_no_gap(town: Town) -> None:
    """Excel readers guess a column's kind from its first thousand rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(","))
        for row in range(1, 1501):
            sheet.write_row(row, 0, [f"T{row:04}", "x", 9, 1, "many" if row == 1500 else 1.5])
    town.edit("study.toml", "'T\\d{3}'", "'T\\d{4}'")
    of_file(town, "figures.xlsx", buffer.getvalue())
    refused(town, "figures.xlsx", "idle", "'many' is not a number", "rows 1500")


def test_a_column_without_a_value_is_named(town: Town) -> None:
    rows = figures().splitlines()
    empty = [rows[0], *(row.rpartition(",")[0] + "," for row in rows[1:])]
    town.write("figures.csv", "\n".join(empty) + "\n")
    refused(town, "idle has no value in any area", "check its column")


def test_a_device_is_no_file(town: Town) -> None:
    town.edit("study.toml", "figures.csv", "/dev/zero")
    refused(town, "/dev/zero", "no such file")
