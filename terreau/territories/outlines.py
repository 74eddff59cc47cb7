"""Outlines of departments and regions, for maps that are drawn without any database."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from terreau.territories.official import DATA

CREDIT = "MapSVG, Victor Cazanave (CC BY 4.0)"
CREDIT_URL = "https://github.com/VictorCazanave/svg-maps"

# The outlines are drawn in Mercator's projection: longitude = EAST[0]·x + EAST[1] and Mercator's
# latitude = SOUTH[0]·y + SOUTH[1], in degrees. Fitted to capes and corners of the country; what was
# simplified lies up to 0.05° (5 km) beside, most of it within 0.01°.
EAST = (0.00240963, -5.18774)
SOUTH = (-0.00241783, 59.63584)
# (latitude, longitude) of what is only a square here, by what is written into it.
OVERSEAS = {
    "971": (16.25, -61.55), "972": (14.64, -61.02), "973": (3.95, -53.08), "974": (-21.13, 55.53),
    "975": (46.95, -56.33), "976": (-12.82, 45.15), "977": (17.9, -62.83), "978": (18.08, -63.06),
    "984": (-49.35, 70.22), "986": (-13.3, -176.2), "987": (-17.65, -149.45),
    "988": (-21.3, 165.5), "989": (10.3, -109.22),
}  # fmt: skip


def latitude_longitude(x: float, y: float) -> tuple[float, float]:
    """Where on earth a point of an outline lies, in degrees."""
    mercator = math.radians(SOUTH[0] * y + SOUTH[1])
    return math.degrees(2 * math.atan(math.exp(mercator)) - math.pi / 2), EAST[0] * x + EAST[1]


@dataclass(frozen=True, slots=True)
class Outline:
    """One shape: SVG path data in the units of the map, and the place for a label.

    `region` is the code of the region (its own, for a region). `box` is what to write into a shape
    that is only a square, because the territory is overseas, else "". `inset` is the same shape
    once more, larger and beside the map, for what is too small to point at, else ""; the label
    then lies there.
    """

    code: str
    name: str
    region: str
    path: str
    label: tuple[int, int]
    box: str = ""
    inset: str = ""


@dataclass(frozen=True, slots=True)
class Outlines:
    """The shapes of a map by code; `captions` are the places to name the "inset" and "boxes"."""

    view_box: str
    captions: dict[str, tuple[int, int]]
    shapes: tuple[Outline, ...]


def department_outlines(region: str | None = None) -> Outlines:
    """The 96 departments of Europe by their outlines, the 13 overseas as squares.

    region: a code; then its departments alone, in a view that they fill.
    """
    return _of_region(region) if region else _outlines("departments")


def region_outlines() -> Outlines:
    """The 13 regions of Europe by their outlines, the 13 overseas as squares."""
    return _outlines("regions")


@lru_cache(maxsize=32)
def _of_region(region: str) -> Outlines:
    shapes = _outlines("departments").shapes
    inside = tuple(replace(shape, inset="") for shape in shapes if shape.region == region)
    points = [point for shape in inside for point in _points(shape.path)]
    if not points:
        return Outlines(view_box="0 0 1 1", captions={}, shapes=())
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    margin = max(right - left, bottom - top) // 50
    width, height = right - left + 2 * margin, bottom - top + 2 * margin
    return Outlines(f"{left - margin} {top - margin} {width} {height}", {}, inside)


def _points(path: str) -> Iterator[tuple[int, int]]:
    """The corners of path data made of M, l and z only, as those of this package are."""
    x = y = 0
    for sign, numbers in re.findall(r"([Ml])([^Mlz]*)", path):
        pairs = [int(number) for number in re.findall(r"-?\d+", numbers)]
        for dx, dy in zip(pairs[::2], pairs[1::2], strict=True):
            x, y = (dx, dy) if sign == "M" else (x + dx, y + dy)
            yield x, y


@lru_cache(maxsize=2)
def _outlines(kind: str) -> Outlines:
    found: dict[str, Any] = json.loads((DATA / "france-outlines.json").read_text(encoding="utf-8"))
    captions = {name: tuple(place) for name, place in found["captions"].items()}
    if kind == "regions":
        del captions["inset"]
    return Outlines(
        view_box=" ".join(map(str, found["view_box"])),
        captions=captions,
        shapes=tuple(Outline(**shape | {"label": tuple(shape["label"])}) for shape in found[kind]),
    )
