"""The finished SVG: safe to stand in any page, the same every time, nothing cut off."""

import itertools
import re
from xml.etree import ElementTree

import pytest

from terreau.charts import DARK, LIGHT, figure, standing_alone
from terreau.charts.lettering import width
from terreau.charts.palette import SENTINELS
from terreau.charts.tests.samples import HOSTILE, make_evolution, make_survival, one_of_each

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "g", "path", "line", "rect", "circle", "text", "tspan"} | {
    "defs",
    "clipPath",
}


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 (drawn here)


def ids_of(svg):
    return re.findall(r'\bid="([^"]+)"', svg)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", one_of_each())
def test_a_picture_says_what_it_is_and_takes_the_page_s_looks(renderer, kind, narrow):
    chart = one_of_each()[kind]
    svg = renderer.svg(chart, narrow=narrow)
    root = parsed(svg)
    assert root.get("role") == "img"
    title, desc = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert (title.text, desc.text) == (chart.title, chart.description)
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert root.get("width") == "100%"
    assert root.get("height") is None
    assert root.get("viewBox").startswith(f"0 0 {360 if narrow else 640} ")
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
    assert not re.search(r"\s(style|class|on\w+|href|xlink:href|font-family)=", svg)
    for colour in re.findall(r'(?:fill|stroke)="([^"]+)"', svg):
        assert colour == "none" or re.fullmatch(r"var\(--chart-\w+, #[0-9a-f]{6}\)", colour)
    assert not any(sentinel in svg for sentinel in SENTINELS)
    references = re.findall(r"url\(#([^)]+)\)", svg)
    assert set(references) <= set(ids_of(svg))


@pytest.mark.parametrize("name", HOSTILE)
def test_what_people_write_stays_text(renderer, name):
    for chart in one_of_each(name).values():
        for narrow in (False, True):
            svg = renderer.svg(chart, narrow=narrow)
            root = parsed(svg)
            assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
            assert "<script" not in svg
            assert not re.search("[\x00-\x08\u202a-\u202e\ud800-\udfff]", svg)


def test_names_are_written_as_they_are(renderer):
    written = "".join(parsed(renderer.svg(make_evolution(("A & B", "<i>C</i>")))).itertext())
    assert "A & B" in written
    assert "<i>C</i>" in written


def test_the_same_chart_is_the_same_text(renderer):
    first = renderer.svg(make_survival())
    assert renderer.svg(make_survival()) == first
    renderer.stop()
    assert renderer.svg(make_survival()) == first


def test_ids_are_unique_on_a_page(renderer):
    shown = [figure(chart, renderer=renderer) for chart in one_of_each().values()]
    again = figure(make_survival(), renderer=renderer, place="again")
    page = [*shown, figure(make_survival(), renderer=renderer), again]
    pictures = [one[size] for one in page for size in ("svg", "svg_narrow")]
    ids = [found for svg in pictures for found in ids_of(svg)]
    assert len(ids) == len(set(ids)) > 2 * len(page)


def test_a_file_of_its_own_needs_no_page(renderer):
    svg = standing_alone(renderer.svg(make_survival()))
    root = parsed(svg)
    assert "var(" not in svg
    assert (root.get("width"), root.get("font-family")) == ("640", "system-ui, sans-serif")
    assert LIGHT["--chart-paper"] in svg
    assert standing_alone("") == ""
    dark = standing_alone(renderer.svg(make_survival()), DARK)
    assert DARK["--chart-paper"] in dark
    assert LIGHT["--chart-1"] not in dark


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(
    "name", ["Construction", "A rather long name of a phase or an incubator", "W" * 80]
)
def test_no_text_leaves_the_picture(renderer, name, narrow):
    """By the widths of the widest usual font: what an ellipsis does not save is not drawn."""
    for chart in one_of_each(name).values():
        root = parsed(renderer.svg(chart, narrow=narrow))
        wide, high = (float(edge) for edge in root.get("viewBox").split()[2:])
        for left, top, text in texts_of(root):
            assert left >= -1
            assert left + estimated(text) <= wide + 1, text.text
            assert 0 < top <= high


def test_names_of_lines_do_not_touch(renderer):
    names = [f"Phase {number}" for number in range(8)]
    root = parsed(renderer.svg(make_evolution(names)))
    phases = [top for _, top, text in texts_of(root) if (text.text or "").startswith("Phase")]
    heights = sorted(phases)
    assert len(heights) == 8
    assert all(lower - upper >= 16 for upper, lower in itertools.pairwise(heights))


def estimated(text):
    return width(text.text, float(text.get("font-size")))


def texts_of(element, x=0.0, y=0.0):
    """Each text with the left and the base line of where it stands in the picture."""
    for child in element:
        moves = re.findall(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)", child.get("transform", ""))
        left, top = x + sum(float(m[0]) for m in moves), y + sum(float(m[1]) for m in moves)
        if child.tag == f"{SVG}text" and child.text:
            shift = {"middle": 0.5, "end": 1}.get(child.get("text-anchor"), 0) * estimated(child)
            yield left - shift, top, child
        yield from texts_of(child, left, top)
