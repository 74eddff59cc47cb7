"""The tags of the theme, and what they remember."""

from datetime import UTC, date, datetime

from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.timezone import override as time_zone
from django.utils.translation import gettext_lazy, override


def drawn(source, **context):
    return engines["django"].from_string("{% load theme %}" + source).render(context)


def test_a_remembered_badge_never_takes_safe_text_for_plain_text():
    source = '{% component "badge" badge %}'
    safe, plain = mark_safe("<i>a</i>"), "<i>a</i>"
    for _ in range(2):
        assert "<i>a</i>" in drawn(source, badge={"label": safe})
        assert "&lt;i&gt;a&lt;/i&gt;" in drawn(source, badge={"label": plain})


def test_a_remembered_badge_follows_the_language():
    badge = {"label": gettext_lazy("English")}
    with override("en"):
        english = drawn('{% component "badge" badge %}', badge=badge)
    with override("fr"):
        french = drawn('{% component "badge" badge %}', badge=badge)
    assert "English" in english
    assert "Anglais" in french


def test_a_component_sees_nothing_but_its_parameters():
    assert "leak" not in drawn('{% component "badge" badge %}', badge={"label": "a"}, tone="leak")
    card = drawn('{% component "card" card %}', card={"title": "a"}, summary="leak")
    assert "leak" not in card


def test_numbers_in_a_badge_are_drawn_too():
    with override("en"):
        assert "1,000" in drawn('{% component "badge" badge %}', badge={"label": 1000})


def test_an_icon_with_a_label_is_an_image_and_without_is_decoration():
    assert 'role="img" aria-label="Feed"' in drawn('{% icon "feed" "Feed" %}')
    assert 'aria-hidden="true"' in drawn('{% icon "feed" %}')


def test_a_day_is_written_in_the_language_of_the_page():
    source = "{% day value %}"
    with override("fr"):
        assert drawn(source, value=date(2026, 8, 20)) == (
            '<time datetime="2026-08-20">20 août 2026</time>'
        )
    with override("en"):
        assert "20 August 2026" in drawn(source, value=date(2026, 8, 20))


def test_a_moment_is_shown_on_its_local_day():
    late = datetime(2026, 8, 20, 23, 30, tzinfo=UTC)
    with time_zone("Europe/Paris"):
        assert 'datetime="2026-08-21"' in drawn("{% day value %}", value=late)
    with time_zone("UTC"):
        assert 'datetime="2026-08-20"' in drawn("{% day value %}", value=late)
