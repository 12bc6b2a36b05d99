"""Audits as tables and sentences."""

from __future__ import annotations

from itertools import combinations, groupby

import numpy as np
import polars as pl

from leftbehind.analysis.audit import Audit
from leftbehind.analysis.audit_node import ABOUT_RANKS, ALIKE, NodeAudit, Warned
from leftbehind.data.catalogue import Catalogue
from leftbehind.show.compared import Rows
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import percent, plain

MOST_PAIRS = 5
"""Pairs across domains that a sentence names, of those below zero."""


def basis(audit: Audit, catalogue: Catalogue) -> list[str]:
    """What was audited: recipe, areas, and what was taken as published."""
    kind = catalogue.geography.get(audit.geography)
    lines = [
        say(
            "audit-basis",
            recipe=audit.recipe.name,
            areas=plain(audit.areas, 0),
            plural=kind.plural if kind and kind.plural else audit.geography,
            without=audit.without,
            text=plain(audit.without, 0),
        )
    ]
    if audit.starts_from:
        taken = [audit.recipe.title_of(name) for name in audit.starts_from]
        lines.append(listed(say("audit-starts"), taken))
    return lines


def findings(audit: Audit) -> list[str]:
    """What stands out, one sentence each; correlations below zero are one for each node."""
    lines = []
    for (_, opposed), group in groupby(
        audit.warnings, lambda one: (one.node, one.kind == "opposed")
    ):
        found = list(group)
        if opposed:
            pairs = [_pair(audit, one.parts, one.found) for one in found]
            lines.append(listed(say("audit-opposed", node=_title(audit, found[0].node)), pairs))
        else:
            lines += [finding(audit, one) for one in found]
    return lines or [say("audit-nothing")]


def finding(audit: Audit, warned: Warned) -> str:
    """One remarkable thing as a sentence."""
    node = _title(audit, warned.node)
    names = [_title(audit, part) for part in warned.parts]
    match warned.kind:
        case "more" | "less":
            of = "index" if warned.node == audit.recipe.root else "node"
            return say("audit-moves", node=node, part=names[0], stated=percent(warned.stated),
                       found=percent(warned.found), of=of)  # fmt: skip
        case "against":
            return say("audit-against", node=node, part=names[0], stated=percent(warned.stated),
                       found=percent(warned.found))  # fmt: skip
        case "constant":
            return say("audit-constant", node=node, part=names[0], stated=percent(warned.stated))
        case "little-known":
            return say("audit-little-known", part=names[0], found=percent(warned.found, 0),
                       stated=percent(warned.stated, 0))  # fmt: skip
        case "skewed":
            return say("audit-skewed", part=names[0], found=plain(warned.found, 1))
        case "size":
            return say("audit-size", part=names[0], other=names[1], found=plain(warned.found, 2))
        case "few-areas":
            return say("audit-few-areas", node=node, stated=plain(warned.stated, 0),
                       found=plain(warned.found, 0))  # fmt: skip
        case "few-dimensions":
            factor = "yes" if audit.node(warned.node).by_factor else "no"
            return say("audit-few-dimensions", node=node, stated=plain(warned.stated, 0),
                       found=plain(warned.found), factor=factor)  # fmt: skip
        case "few-parts":
            return say("audit-few-parts", node=node, stated=plain(warned.stated),
                       found=plain(warned.found))  # fmt: skip
        case "low-alpha":
            return say("audit-low-alpha", node=node, found=plain(warned.found, 2))
        case "high-alpha":
            return say("audit-high-alpha", node=node, found=plain(warned.found, 2))
        case "alike":
            return say("audit-alike", node=node, one=names[0], other=names[1],
                       found=plain(warned.found, 2))  # fmt: skip
        case "opposed":
            pair = _pair(audit, warned.parts, warned.found)
            return listed(say("audit-opposed", node=node), [pair])


def advice(audit: Audit) -> list[str]:
    """What can be done about each kind of thing that stands out, each kind once."""
    kinds = dict.fromkeys(one.kind for one in audit.warnings)
    return list(dict.fromkeys(say("audit-do", kind=kind) for kind in kinds))


def part_rows(node: NodeAudit) -> Rows:
    """The children of a node: weights, influence, coverage and shape."""
    headings = tuple(say(f"audit-{name}") for name in (
        "part", "stated", "effective", "rank-share", "areas", "missing", "distinct", "tied",
        "zeros", "skewness", "kurtosis"))  # fmt: skip
    rows = tuple(
        (
            row["title"],
            *(_percent(row[name]) for name in ("stated", "effective", "rank_share")),
            *(plain(row[name], 0) for name in ("areas", "missing", "distinct")),
            *(_percent(row[name]) for name in ("tied", "zeros")),
            *(_figure(row[name], 1) for name in ("skewness", "kurtosis")),
        )
        for row in node.parts.iter_rows(named=True)
    )
    return Rows(headings, rows, (False, *(True,) * (len(headings) - 1)))


def node_lines(node: NodeAudit) -> list[str]:
    """What is told of a node as a whole: gap of weights, alpha, eigenvalues, effective parts."""
    lines = []
    known = node.parts.drop_nulls("effective").filter(pl.col("stated") > 0)
    if known.is_empty() and node.parts["rank_share"].is_null().all():
        lines.append(say("audit-flat", node=node.title))
    elif known.is_empty():
        lines.append(say("audit-no-sum", node=node.title))
    elif not {"more", "less", "against"} & {one.kind for one in node.warnings()}:
        apart = (known["effective"] / known["stated"]).log().abs()
        row = known.row(int(apart.arg_max() or 0), named=True)
        lines.append(say("audit-farthest", part=row["title"], stated=percent(row["stated"]),
                         found=percent(row["effective"])))  # fmt: skip
    if node.parts.height == 1:
        return lines
    alpha = _figure(node.alpha, 2)
    lines.append(say("audit-alpha", alpha=alpha, areas=plain(node.areas, 0)))
    total = node.eigenvalues.sum()
    if total > 0:
        values = [
            say("audit-eigenvalue", value=plain(value, 2), share=percent(value / total, 0))
            for value in node.eigenvalues
        ]
        lines.append(say("audit-eigenvalues", values=", ".join(values),
                         dimensions=plain(node.dimensions),
                         parts=plain(node.parts.height, 0)))  # fmt: skip
    if not np.isnan(node.parts_effective):
        lines.append(say("audit-in-parts", effective=plain(node.parts_effective),
                         stated=plain(node.parts_stated)))  # fmt: skip
    return lines


def correlation_rows(node: NodeAudit) -> Rows:
    """Correlations of the children, Pearson above the diagonal and Spearman below."""
    titles = node.parts["title"].to_list()
    size = len(titles)
    numbers = [plain(n + 1, 0) for n in range(size)]

    def told(row: int, column: int) -> str:
        if row == column:
            return ""
        return _figure(float((node.pearson if row < column else node.spearman)[row, column]), 2)

    rows = tuple(
        (f"{numbers[row]} {titles[row]}", *(told(row, column) for column in range(size)))
        for row in range(size)
    )
    return Rows((say("audit-part"), *numbers), rows, (False, *(True,) * size))


def across_lines(audit: Audit) -> list[str]:
    """How parts of different domains go together, and which go too well or against each other."""
    pairs = audit.across.drop_nulls("pearson").sort("pearson")
    if pairs.is_empty():
        return []
    inside = [
        r for node in audit.nodes for r in node.pearson[np.triu_indices_from(node.pearson, 1)]
    ]
    lines = [
        say("audit-across-mean", pairs=plain(pairs.height, 0),
            mean=plain(float(np.mean(pairs["pearson"].to_numpy())), 2),
            inside=_figure(float(np.nanmean(inside)) if inside else None, 2))
    ]  # fmt: skip
    alike = pairs.filter(pl.col("pearson") > ALIKE).reverse()
    if alike.height:
        lines.append(listed(say("audit-across-alike"), _pairs(audit, alike)))
    below = pairs.filter(pl.col("pearson") < 0)
    head = say("audit-across-opposed", number=below.height, text=plain(below.height, 0))
    lines.append(listed(head, _pairs(audit, below.head(MOST_PAIRS))) if below.height else head)
    return lines


def repair_lines(audit: Audit) -> list[str]:
    """What was filled in, shrunk, split and lost, each with its number."""
    lines = [
        say("audit-repair", repair=row["repair"].replace(" ", "-"), text=plain(row["number"], 0),
            part=audit.recipe.title_of(row["part"]) if row["part"] else "")
        for row in audit.repairs.iter_rows(named=True)
    ]  # fmt: skip
    published = "yes" if audit.starts_from else "no"
    return lines or [say("audit-no-repairs", published=published)]


def table_rows(audit: Audit) -> Rows:
    """The tables it is made from: date, areas, and what is known to be odd about them."""
    headings = tuple(say(f"audit-{name}") for name in ("table", "date", "on", "defects"))
    rows = tuple(
        (row["title"], *(row[name] or "–" for name in ("date", "geography", "defects")))
        for row in audit.tables.iter_rows(named=True)
    )
    return Rows(headings, rows, (False,) * len(headings))


def comparability_lines(audit: Audit) -> list[str]:
    """What must be known before it is set beside another edition or country."""
    lines = []
    dates = sorted({date for date in audit.tables["date"] if date})
    if len(dates) > 1:
        lines.append(listed(say("audit-dates"), dates))
    if audit.recipe.node[audit.recipe.root].standardise.method in ABOUT_RANKS:
        lines.append(say("audit-ranks"))
    if audit.recipe.notes:
        lines.append(audit.recipe.notes)
    return lines


def parts_table(audits: list[Audit]) -> pl.DataFrame:
    """One row for each child of each node, unrounded."""
    return pl.concat(_of_node(audit, node, node.parts) for audit in audits for node in audit.nodes)


def nodes_table(audits: list[Audit]) -> pl.DataFrame:
    """One row for each node; `eigenvalues` are in one text, the largest first."""
    rows = [
        {
            "index": audit.index,
            "node": node.name,
            "title": node.title,
            "parts": node.parts.height,
            "areas": node.areas,
            "alpha": node.alpha,
            "dimensions": node.dimensions,
            "parts_stated": node.parts_stated,
            "parts_effective": node.parts_effective,
            "eigenvalues": " ".join(f"{value:.6f}" for value in node.eigenvalues),
        }
        for audit in audits
        for node in audit.nodes
    ]
    return pl.DataFrame(rows).with_columns(pl.col(pl.Float64).fill_nan(None))


def pairs_table(audits: list[Audit]) -> pl.DataFrame:
    """One row for each two children of a node, and each two parts across domains.

    `node` is the node that both are children of, null for two of different domains.
    """
    frames = []
    for audit in audits:
        for node in audit.nodes:
            names = node.parts["part"].to_list()
            rows = [(audit.index, node.name, names[a], names[b], float(node.pearson[a, b]),
                     float(node.spearman[a, b]), node.areas)
                    for a, b in combinations(range(len(names)), 2)]  # fmt: skip
            frames.append(pl.DataFrame(rows, schema=_PAIRS, orient="row"))
        across = audit.across.select(
            pl.lit(audit.index).alias("index"),
            pl.lit(None, pl.String).alias("node"),
            *list(_PAIRS)[2:],
        )
        frames.append(across)
    return pl.concat(frames).with_columns(pl.col(pl.Float64).fill_nan(None))


_PAIRS = {
    "index": pl.String,
    "node": pl.String,
    "one": pl.String,
    "other": pl.String,
    "pearson": pl.Float64,
    "spearman": pl.Float64,
    "areas": pl.Int64,
}


def warnings_table(audits: list[Audit]) -> pl.DataFrame:
    """One row for each warning, with its sentence."""
    schema = {"index": pl.String, "kind": pl.String, "node": pl.String, "parts": pl.String,
              "stated": pl.Float64, "found": pl.Float64, "says": pl.String}  # fmt: skip
    rows = [
        (audit.index, one.kind, one.node, " ".join(one.parts), one.stated, one.found,
         finding(audit, one))
        for audit in audits for one in audit.warnings
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def _of_node(audit: Audit, node: NodeAudit, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        pl.lit(audit.index).alias("index"), pl.lit(node.name).alias("node"), pl.all()
    )


def _title(audit: Audit, name: str) -> str:
    return audit.recipe.title_of(name)


def _pair(audit: Audit, parts: tuple[str, ...], r: float) -> str:
    one, other = (_title(audit, part) for part in parts)
    return say("audit-pair", one=one, other=other, found=plain(r, 2))


def _pairs(audit: Audit, pairs: pl.DataFrame) -> list[str]:
    rows = pairs.select("one", "other", "pearson").rows()
    return [_pair(audit, (one, other), r) for one, other, r in rows]


def _percent(share: float | None) -> str:
    return "–" if share is None else percent(share)


def _figure(value: float | None, digits: int) -> str:
    return "–" if value is None or np.isnan(value) else plain(value, digits)
