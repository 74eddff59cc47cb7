"""The layout and the pages of errors: they need nothing, and use what they are given."""

import pytest
from django.template.loader import render_to_string

from terreau.theme.tests.test_components import Page

ERRORS = ["403", "403_csrf", "404", "409", "429", "500"]
CONTEXT = {
    "brand": {"name": "Humus", "tagline": "What grows here"},
    "canonical_url": "https://humus.example.org/en/",
    "alternates": [
        {"language": "fr", "label": "Français", "url": "https://humus.example.org/"},
        {"language": "en", "label": "English", "url": "/en/", "current": True},
    ],
    "navigation": [
        {"label": "Projects", "url": "/en/projects/", "current": True},
        {"label": "Territories", "url": "/en/territories/"},
    ],
    "account": {"label": "Sign in", "url": "/en/in/"},
    "footer_links": [{"label": "Accessibility", "url": "/en/accessibility/"}],
    "search_url": "/en/directory/",
    "home_url": "/en/",
    "feed_url": "/en/feed/",
    "colour_scheme": "dark",
}


def test_the_layout_stands_without_any_context():
    page = Page(render_to_string("layout.html"))
    assert "Terreau" in page.text
    assert page.tags.count("main") == page.tags.count("h1") + 1 == 1


def test_the_layout_shows_what_it_is_given():
    markup = render_to_string("layout.html", CONTEXT)
    assert '<html lang="en" data-theme="dark">' in markup or 'data-theme="dark"' in markup
    assert '<link rel="canonical" href="https://humus.example.org/en/">' in markup
    assert 'hreflang="fr" href="https://humus.example.org/"' in markup
    assert 'type="application/atom+xml" href="/en/feed/"' in markup
    assert '<a href="/en/projects/" aria-current="page">Projects</a>' in markup
    assert 'action="/en/directory/"' in markup
    assert "What grows here" in markup
    assert "Humus" in markup
    assert "Terreau" not in markup


def test_the_brand_is_escaped_once():
    markup = render_to_string("layout.html", {"brand": {"name": "Sol & <Cie>"}})
    assert "Sol &amp; &lt;Cie&gt;" in markup
    assert "&amp;amp;" not in markup


def test_the_first_link_skips_to_the_content():
    markup = render_to_string("layout.html", CONTEXT)
    assert markup.index('href="#content"') < markup.index("<header")
    assert "content" in Page(markup).ids


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("context", [{}, CONTEXT], ids=["bare", "full"])
def test_an_error_page_has_a_title_a_search_box_and_a_way_home(name, context):
    page = Page(render_to_string(f"{name}.html", context))
    assert page.tags.count("h1") == page.tags.count("title") == 1
    assert page.tags.count("search") >= 1
    assert ("href", "/") in page.attributes or ("href", "/en/") in page.attributes
    assert len(page.ids) == len(set(page.ids))
