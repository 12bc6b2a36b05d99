"""Which figures are handed on only by somebody who accepts unclear terms."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from leftbehind.data.catalogue import LICENCES, licence_of
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.results import Results


@dataclass(frozen=True, slots=True)
class Terms:
    """What a set of results holds under terms that are unclear.

    Attributes:
        accepted: Identifiers of the licences that were accepted.
        refused: Those that were not, of tables that these results were made from.
        tables: Tables under them.
        indices: Indices built from those tables.
        outcomes: Outcomes counted from those tables, or that are parts of those indices.
    """

    accepted: tuple[str, ...]
    refused: tuple[str, ...]
    tables: tuple[str, ...]
    indices: tuple[str, ...]
    outcomes: tuple[str, ...]


def terms_of(results: Results, accept: Collection[str] = ()) -> Terms:
    """What is under unclear terms and not accepted.

    Args:
        results: Results of a study.
        accept: Identifiers of licences whose terms are accepted.

    Raises:
        LeftBehindError: If one of them is the identifier of no licence, or the study is a
            sketch: nothing of it is handed on.

    Example:
        >>> import leftbehind
        >>> terms_of(leftbehind.run("invented-country")).refused
        ()
    """
    results.require_places()
    unclear = [name for name, licence in LICENCES.items() if licence.unclear]
    for name in accept:
        if name not in unclear:
            raise LeftBehindError(
                f"there are no terms {name} to accept", mend=nearest(name, unclear)
            )
    under = {
        name: read["licence"]
        for name, read in results.manifest["tables"].items()
        if licence_of(read["licence"]).unclear
        and read["licence"] not in accept
        and not read.get("only_compared")  # no figure of it is in the results
    }
    study = results.manifest["study"]
    indices = [name for name, index in study["index"].items() if set(index["data"]) & set(under)]
    outcomes = [
        name
        for name, one in results.manifest.get("outcomes", {}).items()
        if {column.split(".")[0] for column in _columns(one)} & {*under, *indices}
    ]
    return Terms(
        tuple(accept),
        tuple(dict.fromkeys(under.values())),
        tuple(under),
        tuple(indices),
        tuple(outcomes),
    )


def _columns(outcome: dict[str, object]) -> Iterator[str]:
    """The columns and the node that an outcome is made of."""
    for key in ("count", "of", "value", "node"):
        told = outcome.get(key) or ()
        yield from (told,) if isinstance(told, str) else map(str, told)  # type: ignore[call-overload]


def handed_on(results: Results, terms: Terms) -> dict[str, pl.DataFrame]:
    """The tables of results without what is withheld, by name.

    Which group an area is in stays: it is found here, and not the figure it was found from.
    How far an area is from a cut goes, as it gives the rank away.
    """
    if not terms.refused:
        return dict(results.tables)
    flag = (results.manifest["study"].get("published") or {}).get("flag", "").split(".")[0]
    found = {}
    for name, frame in results.tables.items():
        if name.removeprefix("nodes_") in terms.indices:
            continue
        kept = frame
        if name in ("areas", "places"):
            gone = [column for column in frame.columns if column.startswith(_starts(terms))]
            gone += ["margin", *(["published"] if flag in terms.tables else [])]
            kept = frame.drop(gone, strict=False)
            kept = kept.sort("area") if name == "areas" else kept
        elif name == "profiles":
            kept = frame.filter(~pl.col("index").is_in(terms.indices))
        elif name == "cuts":
            own = pl.col("index").is_in(terms.indices)
            kept = frame.with_columns(pl.when(~own).then("score").alias("score"))
        elif name == "outcomes":
            kept = frame.filter(~pl.col("outcome").is_in(terms.outcomes))
        found[name] = kept
    return found


def _starts(terms: Terms) -> tuple[str, ...]:
    return tuple(f"{index}_" for index in terms.indices)
