"""Every component: shown in the gallery, quiet with few parameters, deaf to hostile text."""

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from terreau.theme.gallery import COMPONENTS, draw, gallery, names, parameters
from terreau.theme.samples import samples

CALLS = [(name, caption, given) for name, calls in samples().items() for caption, given in calls]
each_call = pytest.mark.parametrize(
    ("name", "caption", "given"), CALLS, ids=[f"{name}-{caption}" for name, caption, _ in CALLS]
)
each_component = pytest.mark.parametrize("name", names())
HOUSE = COMPONENTS.parents[2]
TEMPLATES = [str(path.relative_to(HOUSE)) for path in sorted(HOUSE.glob("*/templates/**/*.html"))]
SAFE = {"svg", "svg_narrow"}  # markup by contract, drawn by us
HOSTILE = "\"'><script>alert(1)</script><b onclick=alert(2) style=color:red>"


class Page(HTMLParser):
    """The tags and attributes of a piece of markup, and whether each tag was closed in order."""

    EMPTY = frozenset({"input", "br", "hr", "img", "meta", "link", "use", "rect", "path", "line"})

    def __init__(self, markup):
        super().__init__()
        self.tags, self.attributes, self.ids, self.open, self.texts = [], [], [], [], []
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value) for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return "".join(self.texts)


def worse(value):
    """The same parameters with hostile text wherever a text stands."""
    if isinstance(value, dict):
        return {key: each if key in SAFE else worse(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [worse(each) for each in value]
    if isinstance(value, str) and not isinstance(value, SafeString):
        return value + HOSTILE
    return value


def documented(name):
    """The names of a component's parameters, as its first line gives them."""
    plain = re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)", "", parameters(name)).partition(";")[0]
    return {word.strip() for word in plain.split(",")} - {"no parameter"}


def test_the_gallery_shows_every_component():
    assert sorted(samples()) == names()


@each_component
def test_the_first_line_of_a_component_lists_its_parameters(name):
    first = (COMPONENTS / f"{name}.html").read_text().splitlines()[0]
    assert first.startswith(f"{{# {name}: ")
    assert parameters(name)


@each_component
def test_samples_use_every_documented_parameter_and_no_other(name):
    assert documented(name) == {key for _, given in samples()[name] for key in given}


@pytest.mark.parametrize("path", TEMPLATES)
def test_pages_include_components_that_exist_with_parameters_they_have(path):
    included = re.findall(r'include "components/(\w+)\.html"(.*?)%}', (HOUSE / path).read_text())
    for name, given in included:
        assert name in names()
        assert set(re.findall(r"(\w+)=", re.sub(r'"[^"]*"', "", given))) <= documented(name)


@each_call
def test_a_component_is_well_formed_and_carries_no_script_or_style(name, caption, given):
    page = Page(draw(name, given))
    assert "script" not in page.tags
    attributes = {attribute for attribute, _ in page.attributes}
    assert not [name for name in attributes if name == "style" or name.startswith("on")]


@each_call
def test_hostile_text_stays_text(name, caption, given):
    before, after = Page(draw(name, given)), Page(draw(name, worse(given)))
    assert "script" not in after.tags
    assert not {attribute for attribute, _ in after.attributes} & {"onclick", "style"}
    assert before.tags.count("b") == after.tags.count("b") == 0


@each_call
def test_numbers_of_pictures_are_not_written_the_french_way(name, caption, given):
    with override("fr"):
        drawn = Page(draw(name, given))
    pictorial = {"x", "y", "x1", "x2", "y1", "y2", "width", "height", "value", "max"}
    for attribute, value in drawn.attributes:
        if attribute in pictorial and re.match(r"^[\d.,\s]+%?$", value or ""):
            assert re.fullmatch(r"[\d.]+%?", value), (attribute, value)


def test_the_gallery_page_has_every_component_and_no_id_twice():
    page = Page(render_to_string("gallery.html", gallery()))
    assert [name for name in names() if f"gallery-{name}" not in page.ids] == []
    assert sorted(page.ids) == sorted(set(page.ids))


def test_links_and_labels_of_the_gallery_point_to_something():
    page = Page(render_to_string("gallery.html", gallery()))
    named = [
        word
        for attribute, value in page.attributes
        if attribute
        in {"for", "aria-labelledby", "aria-describedby", "popovertarget", "commandfor"}
        for word in value.split()
    ]
    assert named
    assert [word for word in named if word not in page.ids] == []
