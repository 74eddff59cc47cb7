import pytest

from terreau.entries.markdown import html_of, words_of


def test_headings_hang_below_the_page_and_skip_no_level():
    html = html_of("# Premier\n\n### Troisième\n\n# Autre", 3)

    assert "<h3>Premier</h3>" in html and "<h4>Troisième</h4>" in html and "<h3>Autre</h3>" in html
    assert html_of("#### Seul", 2) == "<h2>Seul</h2>"


def test_deep_headings_stop_at_the_sixth():
    assert "<h6>c</h6>" in html_of("# a\n\n## b\n\n### c", 5)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        '<a href="javascript:alert(1)">x</a>',
        "<iframe src='https://films.example.org'></iframe>",
        '<p style="position:fixed" onclick="x()">p</p>',
        '![x"><script>](https://images.example.org/"><script>)',
        "<style>p {}</style>",
    ],
)
def test_nothing_active_passes(text):
    html = html_of(text)

    for word in ("<script", "onerror", 'href="javascript', "<iframe", "style", "onclick", "<img"):
        assert word not in html


def test_pictures_become_links_to_them():
    html = html_of("![Le guichet](https://images.example.org/guichet.png)")

    assert '<a href="https://images.example.org/guichet.png"' in html
    assert ">Le guichet</a>" in html


def test_addresses_of_elsewhere_lose_their_link():
    html = html_of("[voisin](/startups/voisin) et [site](https://example.org/a?b=1&c=2)")

    assert "/startups/voisin" not in html and "voisin" in html
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html


def test_the_words_alone_of_what_is_marked_up():
    text = "# Titre\n\nLe *délai* **baisse** :\n\n- [ici](https://example.org)\n- `code`<b>x</b>"

    assert words_of(text) == "Titre Le délai baisse : ici codex"
