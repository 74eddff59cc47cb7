import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from terreau.territories.maps import choropleth, class_starts
from terreau.territories.outlines import (
    OVERSEAS,
    department_outlines,
    latitude_longitude,
    region_outlines,
)


def href(code):
    return f"/territories/{code}/"


def drawn(**given):
    """The picture of a map as a tree, after the checks that every map must pass."""
    page = render_to_string("components/map.html", {"map": choropleth(**given)})
    assert "style=" not in page and "<script" not in page
    picture = re.search(r'<svg class="map-picture".*?</svg>', page, re.DOTALL).group()
    return page, ElementTree.fromstring(picture)  # noqa: S314


def test_departments_are_those_of_the_official_list():
    shapes = department_outlines().shapes

    assert len(shapes) == len({shape.code for shape in shapes}) == 109
    assert sum(bool(shape.box) for shape in shapes) == 13
    assert {shape.code for shape in shapes if shape.inset} == {
        "FR-DEP-75",
        "FR-DEP-92",
        "FR-DEP-93",
        "FR-DEP-94",
    }
    ours = next(shape for shape in shapes if shape.code == "FR-DEP-35")
    assert (ours.name, ours.region) == ("Ille-et-Vilaine", "FR-REG-53")


@pytest.mark.parametrize(
    ("code", "side", "degrees"),
    [
        ("FR-DEP-59", "north", 51.089), ("FR-DEP-67", "east", 8.234),
        ("FR-DEP-66", "south", 42.333), ("FR-DEP-64", "west", -1.791),
        ("FR-DEP-06", "east", 7.719), ("FR-DEP-50", "west", -1.948),
        ("FR-DEP-2B", "north", 43.028), ("FR-DEP-2B", "east", 9.56),
    ],
)  # fmt: skip
def test_corners_of_the_country_lie_where_they_are_on_earth(code, side, degrees):
    shape = next(each for each in department_outlines().shapes if each.code == code)
    places = [latitude_longitude(x, y) for x, y in points(shape.path)]
    axis = [place[0 if side in ("north", "south") else 1] for place in places]
    assert (max if side in ("north", "east") else min)(axis) == pytest.approx(degrees, abs=0.03)


def test_what_is_only_a_square_has_a_place_on_earth():
    for outlines in (department_outlines(), region_outlines()):
        assert {each.box for each in outlines.shapes if each.box} == set(OVERSEAS)


def test_regions_are_those_of_the_departments():
    shapes = region_outlines().shapes

    assert len(shapes) == 26
    assert {shape.code for shape in shapes} == {s.region for s in department_outlines().shapes}
    assert sum(bool(shape.box) for shape in shapes) == 13


@pytest.mark.parametrize("outlines", [department_outlines, region_outlines])
def test_paths_are_closed_whole_numbers_within_the_map(outlines):
    left, top, width, height = map(int, outlines().view_box.split())
    for shape in outlines().shapes:
        for path in filter(None, (shape.path, shape.inset)):
            assert re.fullmatch(r"(M-?\d+ -?\d+l(-?\d+[ -]?)+z)+", path), shape.code
            assert all(left <= x <= width and top <= y <= height for x, y in points(path))
        assert left <= shape.label[0] <= width and top <= shape.label[1] <= height


def points(path):
    for ring in path.split("z")[:-1]:
        x = y = 0
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            yield x, y


def test_outlines_are_small():
    assert sum(len(s.path) + len(s.inset) for s in department_outlines().shapes) < 60_000


@pytest.mark.parametrize(
    "values, starts",
    [
        ([], []),
        ([7], [7]),
        ([3, 3, 9], [3, 9]),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 3, 5, 7, 9]),
        ([1] * 60 + [2, 2, 3, 4, 5, 6, 7, 8, 90, 900], [1, 2, 4, 7, 90]),
    ],
)
def test_class_starts(values, starts):
    assert class_starts(values) == starts


def test_values_become_classes_of_about_equal_size():
    codes = [shape.code for shape in department_outlines().shapes[:50]]
    found = choropleth({code: n for n, code in enumerate(codes, 1)}, href, "Projets")

    assert Counter(shape["step"] for shape in found["shapes"]) == dict.fromkeys(range(1, 6), 10) | {
        0: 59
    }
    assert [(item["step"], item["range"]) for item in found["legend"]] == [
        (0, "0"),
        (1, "1–10"),
        (2, "11–20"),
        (3, "21–30"),
        (4, "31–40"),
        (5, "41–50"),
    ]


def test_few_values_spread_over_the_ramp():
    found = choropleth({"FR-DEP-35": 4, "FR-DEP-56": 1, "FR-REG-53": 99}, href, "Projets")

    assert {s["outline"].code: s["step"] for s in found["shapes"] if s["step"]} == {
        "FR-DEP-35": 4,
        "FR-DEP-56": 2,
    }


@pytest.mark.parametrize("level, count", [("department", 109), ("region", 26)])
def test_every_shape_is_a_link_with_its_name_and_number(level, count):
    code = {"department": "FR-DEP-971", "region": "FR-REG-01"}[level]
    page, picture = drawn(counts={code: 12_345}, href=href, title="Projets", level=level)

    links = {link.get("href"): link for link in picture.iter("a")}
    assert len(links) == count
    with translation.override("fr"):
        title = links[href(code)].find("title").text
    assert title.startswith("Guadeloupe") and re.sub(r"\D", "", title) == "12345"
    assert links[href(code)].get("class") == "map-3"
    assert page.count('<th scope="row">') == count


def test_the_table_holds_the_same_numbers_largest_first():
    counts = {"FR-DEP-56": 1, "FR-DEP-35": 4}
    rows = choropleth(counts, href, "Projets")["table"]["rows"]

    assert [(row["outline"].code, row["value"]) for row in rows[:3]] == [
        ("FR-DEP-35", 4),
        ("FR-DEP-56", 1),
        ("FR-DEP-01", 0),
    ]


def test_nothing_counted_is_one_class():
    found = choropleth({}, href, "Projets")

    assert [(item["range"], item["territories"]) for item in found["legend"]] == [("0", 109)]


def test_hostile_text_is_escaped():
    evil = '"><script>alert(1)</script>'
    _page, picture = drawn(
        counts={}, href=lambda code: f"/{code}?{evil}", title=evil, description=evil, unit=evil
    )

    assert next(picture.iter("a")).get("href").endswith(evil)


def test_what_the_map_cannot_show_is_said():
    page, _ = drawn(counts={}, href=href, title="Projets", elsewhere=7)

    assert re.search(r'class="note">[^<]*7', page)


def test_two_maps_of_a_page_have_their_own_ids():
    one, two = (drawn(counts={}, href=href, title="Projets", key=key)[0] for key in ("a", "b"))

    ids = re.findall(r'id="([^"]+)"', one + two)
    assert len(ids) == len(set(ids)) == 4
