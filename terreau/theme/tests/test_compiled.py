"""Compiled templates draw what Django's nodes draw, whatever they are given."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, engines
from django.template.base import NodeList
from django.template.loader_tags import BlockNode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from terreau.theme.compiled import Compiled, draw, is_part
from terreau.theme.samples import samples

DRAWN = [(name, given) for name, shown in samples().items() for _caption, given in shown]


class Thing:
    name = "Café & <thé>"
    count = 1234

    def words(self):
        return mark_safe("<em>méthode</em>")

    def with_argument(self, one):
        return one

    def delete(self):
        raise AssertionError("a template changed something")

    delete.alters_data = True

    @property
    def broken(self):
        raise AttributeError("inside")

    def __str__(self):
        return "<chose>"


GIVEN = {
    "text": "l’un & l’autre <b> \"'",
    "safe": mark_safe("<b>&amp;</b>"),
    "number": 1234567,
    "price": Decimal("1234.5"),
    "share": 0.25,
    "yes": True,
    "nothing": None,
    "empty": "",
    "day": date(2026, 11, 1),
    "moment": datetime(2026, 11, 1, 23, 30, tzinfo=UTC),
    "lazy": gettext_lazy("Search"),
    "thing": Thing(),
    "items": ["a", "<b>", 3],
    "pairs": [("a", 1), ("b", 2)],
    "dicts": [{"url": "/a/", "label": "A"}, {"label": "B & C"}, {"items": [1, 2]}],
    "maker": lambda: "made",
    "once": (each for each in ()),
}
TEMPLATES = """
{{ text }}|{{ safe }}|{{ number }}|{{ price }}|{{ share }}|{{ yes }}|{{ nothing }}|{{ empty }}
{{ day }}|{{ moment }}|{{ lazy }}|{{ thing }}|{{ maker }}|{{ True }}|{{ None }}|{{ 12345 }}
{{ thing.name }}|{{ thing.count }}|{{ thing.words }}|{{ items.0 }}|{{ text.upper }}
{{ 'constant <b>' }}|{{ text|upper }}|{{ safe|upper }}|{{ text|truncatechars:5 }}
{{ items|join:', ' }}|{{ text|default:'x' }}|{{ empty|default:number }}|{{ text|urlencode:'' }}
{{ moment|date:'H:i' }}|{{ dicts.0.url }}|{{ items|length }}|{{ items|safeseq|join:'<br>' }}

{% for each in dicts %}{{ forloop.counter }}{% if each.url %}<{{ each.url }}>
{% elif each.items %}{{ each.items }}{% else %}-{% endif %}{% if not forloop.last %}, {% endif %}
{% endfor %}

{% for each in items reversed %}{{ forloop.revcounter }}{{ forloop.first }}{{ each }}{% endfor %}
{% for key, n in pairs %}{{ key }}{{ n }}{% empty %}-{% endfor %}
{% for each in absent %}{{ each }}{% empty %}none{% endfor %}
{% for each in once %}x{% empty %}y{% endfor %}

{% for row in dicts %}{% for each in items %}
{{ forloop.parentloop.counter }}.{{ forloop.counter }}{% endfor %}{% endfor %}
{% if forloop %}still{% endif %}

{% if absent %}a{% elif yes and not empty or absent.name %}b{% else %}c{% endif %}
{% if number == 1234567 %}a{% endif %}{% if number != 3 %}b{% endif %}
{% if number > text %}c{% endif %}{% if 'a' in items %}d{% endif %}
{% if 'z' not in items %}e{% endif %}{% if nothing is None %}f{% endif %}
{% if number >= 3 and share <= 1 %}g{% endif %}{% if 'a' in number %}h{% endif %}
{% if thing.absent %}a{% endif %}{% if text.absent %}b{% endif %}
{% if nothing.absent %}c{% endif %}{% if dicts.9 %}d{% endif %}
{% if template %}e{% endif %}{% if items|length > 2 %}f{% endif %}

{% with a=number b=text|upper %}{{ a }}{{ b }}{% if absent %}{% endif %}{% endwith %}
{% if a %}out{% endif %}
{% firstof absent empty number %}|{% firstof absent 'x & y' %}|{% firstof absent %}
{% firstof text as t %}{{ t }}

{% load i18n %}{% translate 'Search' %}|{% translate 'Search' as s %}{{ s }}|{% translate text %}
{% blocktranslate %}100 % {{ text }}{% endblocktranslate %}
{% blocktranslate with n=number %}{{ n }} things <b>{% endblocktranslate %}
{% blocktranslate asvar w with n=text %}of {{ n }}{% endblocktranslate %}{{ w }}
{% blocktranslate count n=number %}{{ n }} one{% plural %}{{ n }} many{% endblocktranslate %}
{% translate "What" context "timeline" %}

{% load theme l10n %}{% icon 'search' %}|{% icon 'link' lazy %}|{% day moment %}
{% component 'tag' dicts.0 %}{{ number|unlocalize }}{{ day|spelled:'Y' }}
{% localize off %}{{ number }}{% endlocalize %}
{% include 'components/tag.html' with label=text url=thing.name only %}
{% include 'components/badge.html' with label=lazy %}

{% comment %}{{ absent }}{% endcomment %}{# nothing #}{% filter upper %}{{ text }}{% endfilter %}
{% autoescape off %}{{ text }}{% endautoescape %}
{% spaceless %}<p> </p> <p></p>{% endspaceless %}
""".strip().split("\n\n")
each_language = pytest.mark.parametrize("language", ["fr", "en"])


def by_django(template, given):
    """The text of a template by its nodes alone."""
    context = Context(dict(given))
    with context.bind_template(template), context.render_context.push_state(template):
        return NodeList(template.nodelist).render(context)


@each_language
@pytest.mark.parametrize(("name", "given"), DRAWN, ids=[name for name, _given in DRAWN])
def test_components_are_drawn_as_django_draws_them(name, given, language):
    template = engines["django"].engine.get_template(f"components/{name}.html")
    assert isinstance(template.nodelist, Compiled)

    with override(language):
        twice = draw(template, given), draw(template, given)
        assert twice[0] == twice[1] == by_django(template, given)


@each_language
@pytest.mark.parametrize("text", TEMPLATES)
def test_what_templates_may_hold_is_drawn_as_django_draws_it(text, language):
    template = engines["django"].engine.from_string(text)
    template.nodelist = Compiled(template.nodelist)

    with override(language):
        plain = by_django(template, GIVEN)
        assert draw(template, GIVEN) == plain
        assert template.render(Context(dict(GIVEN))) == plain


@pytest.mark.parametrize(
    "text", ["{{ absent }}", "{{ thing.absent }}", "{{ dicts.0.absent }}", "{{ absent|upper }}"]
)
def test_what_is_not_there_still_fails_in_tests(text):
    template = engines["django"].engine.from_string(text)
    template.nodelist = Compiled(template.nodelist)

    with pytest.raises(AssertionError, match="undefined template variable"):
        draw(template, GIVEN)


@pytest.mark.parametrize("text", ["{{ thing.broken }}", "{% if thing.broken %}{% endif %}"])
def test_what_breaks_in_a_property_is_told(text):
    template = engines["django"].engine.from_string(text)
    template.nodelist = Compiled(template.nodelist)

    with pytest.raises(AttributeError, match="inside"):
        draw(template, GIVEN)


def test_a_template_never_changes_what_it_is_given():
    template = engines["django"].engine.from_string(
        "{% for each in items %}{% firstof each as last %}{% endfor %}{% firstof text as kept %}"
        "{{ kept }}{% if last %}{{ last }}{% endif %}"
    )
    template.nodelist = Compiled(template.nodelist)
    given = dict(GIVEN)

    assert draw(template, given) == by_django(template, given)
    assert given.keys() == GIVEN.keys()


def test_parts_and_blocks_are_compiled_and_layouts_are_not():
    engine = engines["django"].engine
    assert is_part("projects/_card.html")
    assert is_part("projects/panels/newest.html")
    assert not isinstance(engine.get_template("layout.html").nodelist, Compiled)
    page = engine.get_template("web/home.html")
    assert not isinstance(page.nodelist, Compiled)
    blocks = page.nodelist[0].blocks
    assert {type(block.nodelist) for block in blocks.values()} == {Compiled}


def test_blocks_see_the_page_and_keep_to_themselves():
    engine = engines["django"].engine
    above = engine.from_string(
        "{% firstof number as n %}{% block a %}<{{ text }}>{% endblock %}"
        "{% block b %}{% endblock %}{% if kept %}leaked{% endif %}"
    )
    page = engine.from_string(
        "{% extends above %}{% block a %}{{ block.super }}{{ n }}{% firstof text as kept %}"
        "{{ kept }}{% include 'components/tag.html' with label=kept only %}{% endblock %}"
        "{% block b %}{% if kept %}leaked{% endif %}{% for each in items %}{% block c %}{{ each }}"
        "{% endblock %}{% endfor %}{% endblock %}"
    )
    given = GIVEN | {"above": above}
    plain = page.render(Context(dict(given)))
    for block in page.nodelist.get_nodes_by_type(BlockNode):
        block.nodelist = Compiled(block.nodelist)

    assert "leaked" not in plain
    assert page.render(Context(dict(given))) == plain
