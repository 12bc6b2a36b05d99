"""A directory of postcodes: which area each lies in."""

from __future__ import annotations

import polars as pl

from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError

PATTERN = r"^([A-Z]{1,2})([0-9][A-Z0-9]?) ([0-9][A-Z]{2})$"
"""A whole postcode: its area, its district, and the sector with the last two letters.

Source:
    Office for National Statistics, ONS Postcode Directory user guide: formats of postcodes.
"""


def read_postcodes(name: str, area: str, shelf: Shelf) -> pl.DataFrame:
    """The postcodes in use and the area that each lies in.

    Args:
        name: A table with a column `postcode`; a column `ended` may say which are no longer
            in use.
        area: The column of the areas.
        shelf: Where it comes from.

    Returns:
        `letters`, `outward`, `inward` and `area`, in order.

    Raises:
        NotHere: If the table cannot be had.
        LeftBehindError: If a column is missing, or a postcode is none or comes twice.
    """
    frame = shelf.read(name).frame
    for column in ("postcode", area):
        if column not in frame.columns:
            raise LeftBehindError(
                f"a directory of postcodes needs a column {column}",
                where=name,
                mend=f"its columns are {', '.join(frame.columns)}",
            )
    if "ended" in frame.columns:
        frame = frame.filter(pl.col("ended").is_null())
    typed = pl.col("postcode").str.to_uppercase().str.replace_all(r"\s", "")
    halves = frame.with_row_index("row", offset=1).select(
        "row", pl.col("postcode"), pl.col(area).alias("area"),
        pl.concat_str(typed.str.head(-3), pl.lit(" "), typed.str.tail(3)).alias("tidy"),
    )  # fmt: skip
    wrong = halves.filter(~pl.col("tidy").str.contains(PATTERN).fill_null(value=False))
    if wrong.height:
        row, typed_as = wrong.row(0)[:2]
        raise LeftBehindError(
            f"{typed_as!r} is no postcode",
            where=f"{name}, row {row}, column postcode",
            mend="write it as AB1 2CD",
        )
    twice = halves.filter(pl.col("tidy").is_duplicated()).sort("tidy", "row")
    if twice.height:
        first, second = twice["row"][:2]
        raise LeftBehindError(
            f"{twice['tidy'][0]} stands in rows {first} and {second}",
            where=f"{name}, column postcode",
            mend="leave one of them out, or say in `ended` which is no longer in use",
        )
    parts = pl.col("tidy").str.extract_groups(PATTERN)
    return (
        halves.drop_nulls("area")
        .select(
            parts.struct.field("1").alias("letters"),
            pl.col("tidy").str.head(-4).alias("outward"),
            pl.col("tidy").str.tail(3).alias("inward"),
            "area",
        )
        .sort("letters", "outward", "inward")
    )
