"""Classes, maps and colours: exact, light, and to be told apart by everyone."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable

import numpy as np
import pytest
from colorspacious import cspace_convert
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from leftbehind import LeftBehindError, Results, Shelf, run
from leftbehind.show.charts.theme import luminance
from leftbehind.show.classes import classify
from leftbehind.show.cluster_maps import colours_of
from leftbehind.show.clustered import CLASSES
from leftbehind.show.ground import Ground, as_hexagons, ground
from leftbehind.show.look import Mode, in_the_dark, look, roles_of, theme
from leftbehind.show.maps import bivariate_map, group_map, value_map
from show._sight import BLIND, seen

MODES: list[Mode] = ["light", "dark"]


def spread(values: np.ndarray, limits: tuple[float, ...]) -> float:
    of = np.searchsorted(np.array(limits), values)
    return sum(((values[of == n] - values[of == n].mean()) ** 2).sum() for n in np.unique(of))


@given(
    hnp.arrays(float, st.integers(4, 10), elements=st.integers(-50, 50).map(float)),
    st.integers(2, 4),
)
def test_ckmeans_has_the_least_spread_of_all_cuts(values: np.ndarray, number: int) -> None:
    found = classify(values, "ckmeans", number)
    distinct = np.unique(values)
    best = min(
        spread(values, cut)
        for size in range(min(number, distinct.size))
        for cut in itertools.combinations(distinct[:-1], size)
    )
    assert spread(values, found.limits) == pytest.approx(best, abs=1e-9)


@given(hnp.arrays(float, st.integers(1, 60), elements=st.floats(-1e6, 1e6)), st.integers(2, 10))
def test_every_value_is_in_the_class_whose_bounds_hold_it(values: np.ndarray, number: int) -> None:
    for method in ("quantile", "equal", "ckmeans"):
        found = classify(values, method, number)
        assert found.number <= number
        for value, of in zip(values, found.of, strict=True):
            low, high = found.bounds()[of]
            assert low <= value <= high


def test_quantiles_hold_as_many_each_and_gaps_none() -> None:
    found = classify(np.array([*range(100), np.nan]), "quantile", 5)
    assert np.bincount(found.of[:-1]).tolist() == [20] * 5
    assert found.of[-1] == -1


@pytest.mark.parametrize("number", [1, 11])
def test_too_few_and_too_many_classes_are_refused(number: int) -> None:
    with pytest.raises(LeftBehindError, match="ask for 2 to 10"):
        classify(np.arange(5.0), "equal", number)


@pytest.fixture(scope="module")
def invented() -> Results:
    return run("invented-country")


@pytest.fixture(scope="module")
def land(invented: Results) -> Ground:
    return ground(invented)


def faces(picture: object) -> list[str]:
    spec = picture.spec  # type: ignore[attr-defined]
    drawn = [f["properties"]["colour"] for f in spec["datasets"]["faces"]["features"]]
    return [colour for colour in drawn if colour != theme().colour["paper"]]  # no figure


def test_the_group_map_draws_each_group_once_in_its_colour(invented: Results, land: Ground) -> None:
    picture = group_map(invented, land)
    colour = theme().colour
    assert sorted(faces(picture)) == sorted(
        colour[r] for r in ("both", "deprived", "need", "neither")
    )
    assert len(picture.spec["datasets"]["outlines"]["features"]) == len(land.outlines) > 1
    listed = invented.groups.filter(group="left-behind")["areas"][0]
    assert f"“Left behind” {listed}" in picture.alt
    svg = picture.svg()
    assert svg.startswith("<svg")
    assert "Simulated figures" in svg  # the stamp of the study stands on it
    assert group_map(invented, land).json() == picture.json()


def test_hexagons_are_of_one_size_and_say_so(invented: Results, land: Ground) -> None:
    hexagonal = as_hexagons(invented, land)
    assert len(hexagonal.boundaries.shapes) == invented.areas.height
    picture = group_map(invented, hexagonal, width=360)
    assert "one hexagon each" in json.dumps(picture.spec, ensure_ascii=False)


def test_the_legend_prints_how_classes_were_made(invented: Results, land: Ground) -> None:
    text = json.dumps(value_map(invented, land, "deprivation", method="ckmeans", number=6).spec)
    assert "in 6 classes by natural clusters (ckmeans)" in text
    assert faces(value_map(invented, land, "no-car", number=5)) == list(theme().steps("outcome", 5))
    assert faces(value_map(invented, land, "need.engaged")) == list(theme().steps("need", 5))


def test_nine_colours_for_two_indices(invented: Results, land: Ground) -> None:
    drawn = faces(bivariate_map(invented, land))
    assert set(drawn) <= {c for row in theme().bivariate[3] for c in row}
    assert theme().bivariate[3][2][2] in drawn


def test_an_unknown_measure_gets_the_nearest(invented: Results, land: Ground) -> None:
    with pytest.raises(LeftBehindError, match=r"no measure no-cra.*did you mean no-car"):
        value_map(invented, land, "no-cra")


@pytest.mark.data
def test_the_map_of_lsoas_is_light(shelf: Shelf) -> None:
    results = run("england-2025", shelf=shelf)
    picture = group_map(results, ground(results, shelf))
    assert len(picture.svg()) < 1_500_000
    assert "1,262" in picture.alt


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", ["", *BLIND])
def test_groups_and_corners_can_be_told_apart(mode: Mode, kind: str) -> None:
    colours = theme(mode)
    groups = [colours.colour[role] for role in ("both", "deprived", "need", "neither")]
    square = colours.bivariate[3]
    corners = [square[0][0], square[0][2], square[2][0], square[2][2]]
    for four in (groups, corners):
        for one, other in itertools.combinations(four, 2):
            assert np.linalg.norm(seen(one, kind) - seen(other, kind)) > 15


@pytest.mark.parametrize("mode", MODES)
def test_in_greyscale_only_rose_and_blue_are_alike(mode: Mode) -> None:
    grey = {
        role: cspace_convert([luminance(theme(mode).colour[role])] * 3, "sRGB1-linear", "CIELab")[0]
        for role in ("both", "deprived", "need", "neither")
    }
    apart = {pair: abs(grey[pair[0]] - grey[pair[1]]) for pair in itertools.combinations(grey, 2)}
    parents = apart.pop(("deprived", "need"))
    assert parents < 6  # on purpose: neither parent of the mix weighs more
    assert min(apart.values()) > 18


def of_what_changed(mode: Mode) -> tuple[str, ...]:
    """The four colours of the explorer's map of who stayed, entered and left."""
    colours = theme(mode)
    return (colours.colour["both"], colours.change[8], colours.change[2], colours.colour["neither"])


def of_likeness(mode: Mode) -> tuple[str, ...]:
    """The five colours of a map of local likeness."""
    colours = colours_of(mode)
    assert set(colours) == set(CLASSES)
    return tuple(colours.values())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("drawn", [of_what_changed, of_likeness])
def test_these_colours_can_be_told_apart_by_all_and_in_greyscale(
    drawn: Callable[[Mode], tuple[str, ...]], mode: Mode
) -> None:
    for one, other in itertools.combinations(drawn(mode), 2):
        for kind in ("", *BLIND):
            assert np.linalg.norm(seen(one, kind) - seen(other, kind)) > 15
        grey = [cspace_convert([luminance(each)] * 3, "sRGB1-linear", "CIELab")[0]
                for each in (one, other)]  # fmt: skip
        assert abs(grey[0] - grey[1]) > 15


@pytest.mark.parametrize("mode", MODES)
def test_sequential_scales_are_even_in_lightness(mode: Mode) -> None:
    for scales in theme(mode).sequential.values():
        assert set(scales) == set(range(5, 11))
        for number, steps in scales.items():
            assert len(steps) == number
            light = [cspace_convert(rgb(step), "sRGB1", "CIELab")[0] for step in steps]
            even = np.diff(light)
            assert (np.sign(even) == np.sign(even[0])).all()
            assert np.ptp(even) < 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", ["", *BLIND])
def test_how_sure_fades_evenly_from_the_list_to_the_rest(mode: Mode, kind: str) -> None:
    steps, colour = theme(mode).sure, theme(mode).colour
    assert (steps[0], steps[-1]) == (colour["neither"], colour["both"])
    even = np.diff([cspace_convert(rgb(step), "sRGB1", "CIELab")[0] for step in steps])
    assert np.ptp(even) < 3
    for one, other in itertools.pairwise(steps):
        assert np.linalg.norm(seen(one, kind) - seen(other, kind)) > 15


def rgb(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


@pytest.mark.parametrize("mode", MODES)
def test_text_and_edges_stand_out_from_paper(mode: Mode) -> None:
    colour = theme(mode).colour
    paper = luminance(colour["paper"])

    def contrast(role: str) -> float:
        high, low = sorted((luminance(colour[role]), paper), reverse=True)
        return (high + 0.05) / (low + 0.05)

    assert contrast("ink") > 7
    assert contrast("muted") > 4.5
    assert contrast("edge") > 3
    assert contrast("both") > 4.5


def test_every_light_colour_has_its_own_in_the_dark() -> None:
    css = in_the_dark("svg")
    for role, colour in look().light.colour.items():
        found = re.search(rf'\[fill="{colour}"\] {{ fill: (#\w+)', css)
        assert found is not None
        if role in ("paper", "ink", "both", "neither"):
            assert found[1] == look().dark.colour[role]


def test_roles_of_groups_without_the_usual_four() -> None:
    groups = {"list": {"floor": {"a": 1}}, "more": {"worst": {"a": 1}}, "rest": {"rest": True}}
    assert roles_of(groups, ["a", "b"], "list") == {
        "list": "both", "more": "deprived", "rest": "neither"}  # fmt: skip
