"""Kinds of neighbourhood and which lie together: chapters of a report, or of one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from leftbehind.analysis.neighbourhoods import Neighbourhoods
from leftbehind.analysis.patches import patches
from leftbehind.analysis.ring import ring
from leftbehind.analysis.spatial import Around, Spatial, spatial
from leftbehind.analysis.typology import Typology
from leftbehind.data.catalogue import Table
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show import clustered
from leftbehind.show import kinds as shown
from leftbehind.show.charts.terms import areas_of, capital
from leftbehind.show.ground import Ground
from leftbehind.show.kind_words import Named, named
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.picture import Picture
from leftbehind.show.report.blocks import Block, BulletList, Heading, Note, Paragraph, Span
from leftbehind.show.report.parts import drawn, figure, refuse_another, table
from leftbehind.study import Programme

Found = TypeVar("Found")

KINDS, TOGETHER = "kinds", "together"
"""Anchors of the two chapters."""


def refuse_others(found: Neighbourhoods, results: Results) -> None:
    """Refuse neighbourhoods of another list than the report is on.

    Args:
        found: Kinds and neighbours.
        results: Results of the study that the report is on.

    Raises:
        LeftBehindError: If the lists differ.
    """
    for one in found.of:
        refuse_another(one, results, "neighbourhoods are told of another list than the report’s",
                       "find them of the study of the report")  # fmt: skip


def lying(found: Neighbourhoods, shelf: Shelf | None = None) -> Spatial | str:
    """How the list lies, or why that cannot be said.

    Args:
        found: Kinds and neighbours.
        shelf: Where the tables of programmes come from.
    """
    if isinstance(found.around, str):
        return found.around
    try:
        return spatial(found.around, shelf)
    except LeftBehindError as error:
        return str(error)


def programme_tables(lie: Spatial | str, shelf: Shelf | None = None) -> list[Table]:
    """The tables that say which areas of a list are in programmes of others.

    Args:
        lie: How the list lies.
        shelf: Where the tables of programmes come from.
    """
    if isinstance(lie, str):
        return []
    told = lie.results.manifest["study"].get("programme", {})
    named = [
        name
        for one in map(Programme.model_validate, told.values())
        for name in (one.table, *one.lookup)
    ]
    return [(shelf or Shelf()).catalogue.entry(name) for name in named]


def maps_of(found: Neighbourhoods, lie: Spatial | str, lands: Sequence[Ground]) -> list[Picture]:
    """Maps of the kinds, of the patches, and of where neighbours are alike.

    Args:
        found: Kinds and neighbours.
        lie: How the list lies.
        lands: The land, and its hexagons.
    """
    from leftbehind.show.cluster_maps import likeness_map, patch_map
    from leftbehind.show.kind_map import kind_map

    made: list[Picture] = []
    if isinstance(found.kinds, Typology) and found.kinds.number > 1:
        names = named(found.kinds)
        made += [kind_map(found.kinds, names, land) for land in lands]
    if isinstance(lie, Spatial):
        made.append(patch_map(lie, lands[0]))
        made += [likeness_map(lie, lands[0], index) for index in lie.results.indices]
    return made


def in_short(found: Neighbourhoods, lie: Spatial | str) -> Paragraph:
    """Whether there are kinds, or else how many lie together, and a link to the chapter.

    Args:
        found: Kinds and neighbours.
        lie: How the list lies.
    """
    if isinstance(found.kinds, Typology):
        sentence, anchor = shown.in_short(found.kinds), KINDS
    else:
        sentence = lie if isinstance(lie, str) else clustered.patch_sentences(lie)[0]
        anchor = TOGETHER
    return Paragraph((Span(f"{sentence} "), Span("", link=f"#{anchor}")))


def chapters(
    found: Neighbourhoods, lie: Spatial | str, maps: Sequence[Picture] = ()
) -> list[Block]:
    """All that is to be said of kinds and of what lies together.

    Args:
        found: Kinds and neighbours.
        lie: How the list lies.
        maps: Maps of it, drawn already.
    """
    drawn_for = {one.name: one for one in maps}
    blocks: list[Block] = [Heading(say("report-kinds"), 2, KINDS)]
    blocks += _part(found.kinds, partial(_kinds, maps=drawn_for))
    blocks.append(Heading(say("clusters-title"), 2, TOGETHER))
    return [*blocks, *_part(lie, partial(_lie, maps=drawn_for))]


def of_place(found: Neighbourhoods, code: str) -> list[Block]:
    """The kind of one place and those most like it, and the place against its ring.

    Args:
        found: Kinds and neighbours.
        code: The place.
    """
    blocks: list[Block] = [Heading(say("report-kind"), 2, KINDS)]
    blocks += _part(found.kinds, partial(_kind_of, code=code))
    blocks.append(Heading(say("clusters-place-around"), 2, TOGETHER))
    return [*blocks, *_part(found.around, partial(_ring_of, code=code))]


def _part(one: Found | str, tell: Callable[[Found], list[Block]]) -> list[Block]:
    """What is found, in blocks, or why it is not."""
    if isinstance(one, str):
        return [Note("note", say("report-cannot", why=one))]
    return tell(one)


def _kinds(found: Typology, maps: Mapping[str, Picture]) -> list[Block]:
    """How many kinds and why, which they are, where they are, and what hangs on which choice."""
    from leftbehind.show.charts.kind_choice import choice_chart
    from leftbehind.show.charts.kind_profile import profile_chart

    names, caption = named(found), say("typology-choice-subtitle")
    blocks: list[Block] = [
        Paragraph(shown.opening(found)),
        Note("caution", say("typology-not-people")),
    ]
    if found.number > 1:
        blocks.append(table(shown.kind_rows(found, names), say("report-kinds-table")))
        for one in names.values():
            if found.kinds.filter(kind=one.kind)["level"].item() == 1:
                blocks += _kind(found, one, names)
        blocks += [
            Heading(say("typology-apart"), 3, "kinds-apart"),
            drawn(partial(profile_chart, found, names), say("typology-profile-subtitle")),
            table(shown.profile_rows(found), say("report-kinds-profile")),
        ]
        blocks += _kind_maps(found, maps)
    blocks += [
        Heading(say("report-kinds-number"), 3, "kinds-number"),
        BulletList(tuple(shown.how_many(found))),
        drawn(partial(choice_chart, found), caption, table(shown.choice_rows(found), caption)),
    ]
    if found.number > 1:
        blocks.append(Heading(say("report-kinds-sure"), 3, "kinds-sure"))
        blocks.append(BulletList(tuple(shown.how_sure(found))))
    titles = "; ".join(found.variables.filter("used")["title"])
    figures = [say("report-kinds-used", titles=titles), *shown.variables_in_words(found)]
    return [
        *blocks,
        Heading(say("report-kinds-figures"), 3, "kinds-figures"),
        BulletList(tuple(figures)),
    ]


def _kind(found: Typology, one: Named, names: Mapping[str, Named]) -> Iterator[Block]:
    """One kind: its portrait, with the rule of its name beside it, and its parts."""
    rule, *said = shown.kind_in_words(found, one)
    title = say("typology-kind", kind=one.kind, name=one.name)
    yield Heading(title, 3, f"kind-{one.kind}")
    yield BulletList(tuple(said))
    yield Note("note", rule)
    parts = [names[kind] for kind in found.kinds.filter(within=one.kind)["kind"]]
    if parts:
        yield Paragraph(say("report-kinds-parts"))
        yield BulletList(
            tuple(
                (Span(f"{say('typology-kind', kind=part.kind, name=part.name)}. ", strong=True),
                 Span(" ".join(part.portrait)))
                for part in parts
            )
        )  # fmt: skip


def _kind_maps(found: Typology, maps: Mapping[str, Picture]) -> Iterator[Block]:
    captions = {
        "map": say("typology-map-subtitle", areas=capital(areas_of(found.results))),
        "map-hexagons": say("report-hexagons-caption"),
    }
    at_hand = [name for name in captions if name in maps]
    if at_hand:
        yield Heading(say("report-kinds-map"), 3, "kinds-map")
    for name in at_hand:
        yield figure(maps[name], captions[name])


def _lie(found: Spatial, maps: Mapping[str, Picture]) -> list[Block]:
    """Patches of the list, and whether neighbours are alike; the caveat beside each."""
    caution, about = clustered.caveat(), found.patches
    blocks: list[Block] = [
        *map(Paragraph, clustered.opening(found.around)),
        Heading(say("clusters-patches"), 3, "together-patches"),
        BulletList(tuple(clustered.patch_sentences(found))),
        Note("caution", caution),
    ]
    if about.height:
        largest = about.head(clustered.SHOWN)
        number, every = plain(largest.height, 0), plain(about.height, 0)
        caption = say("report-patches", number=number, all=every)
        blocks.append(table(clustered.patch_rows(found, largest), caption, notes=[caution]))
    if "patches" in maps:
        whom = capital(areas_of(found.results))
        blocks.append(figure(maps["patches"], say("clusters-map-subtitle", areas=whom)))
    blocks += [
        Heading(say("clusters-alike"), 3, "together-alike"),
        BulletList(tuple(clustered.statistic_sentences(found))),
        Note("caution", caution),
        Paragraph(clustered.p_meaning(found)),
        Heading(say("clusters-where"), 3, "together-where"),
        table(
            clustered.local_rows(found),
            say("clusters-where"),
            notes=[clustered.local_meaning(), caution],
        ),
    ]
    for index, title in found.results.indices.items():
        if f"alike-{index}" in maps:
            blocks.append(figure(maps[f"alike-{index}"], say("report-alike", index=title)))
    return blocks


def _kind_of(found: Typology, code: str) -> list[Block]:
    """The kind of a place, how typical it is, and the places that are most like it."""
    names = named(found)
    blocks: list[Block] = [] if found.number > 1 else [Paragraph(shown.in_short(found))]
    blocks.append(Paragraph(shown.place_in_words(found, names, code)))
    blocks.append(Note("caution", say("typology-not-people")))
    kind = next(iter(found.places.filter(area=code)["kind"]), None)
    if found.number > 1 and kind is not None:
        own = names[kind]
        title = say("typology-kind", kind=kind, name=own.name)
        blocks += [
            Heading(title, 3, f"kind-{kind}"),
            BulletList(own.portrait),
            Note("note", own.rule),
        ]
    rows = shown.similar_rows(found, code)
    if rows.rows:
        title = say("typology-similar-title")
        blocks += [Heading(title, 3, "kinds-similar"), table(rows, title)]
    return blocks


def _ring_of(found: Around, code: str) -> list[Block]:
    """A place against its neighbours, and the patch that it is part of."""
    results = found.results
    try:
        one = ring(results, found.weights, code)
    except LeftBehindError as error:
        return [Note("note", say("report-cannot", why=str(error)))]
    sentences = clustered.ring_sentences(results, one, patches(results, found.touching))
    blocks: list[Block] = [
        Paragraph(clustered.opening(found)[0]),
        BulletList(tuple(sentences)),
        Note("caution", clustered.caveat()),
    ]
    if one.around.height:
        rows = clustered.ring_rows(results, one)
        blocks.append(table(rows, say("report-ring"), notes=[clustered.caveat()]))
    return blocks
