"""Markdown that people or sources wrote, as HTML that is safe to show inside a page."""

from functools import lru_cache
from html import unescape

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LOWEST = 6
_TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "hr", "i", "li", "ol", "p", "pre", "q",
    "s", "strong", "sub", "sup", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "hreflang"}, "ol": {"start"}}
_reader = MarkdownIt("commonmark", {"linkify": False}).enable("strikethrough")


@lru_cache(maxsize=256)
def html_of(text: str, level: int = 3):
    """The HTML of a Markdown text; its largest heading gets the level given, the others below.

    Pictures become links to them (a page loads nothing from elsewhere), addresses that only make
    sense where the text comes from lose their link, and no mark-up beyond a text's own passes.
    """
    tokens = _reader.parse(text)
    _shift(tokens, level)
    for token in tokens:
        if token.children:
            token.children = [_shown(child) for child in token.children]
    html = _reader.renderer.render(tokens, _reader.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS | {f"h{number}" for number in range(level, LOWEST + 1)},
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style", "iframe"},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener nofollow",
    )
    return mark_safe(clean.strip())  # noqa: S308 - sanitised above


def words_of(text: str):
    """The words of a Markdown text alone, on one line: for lists and summaries."""
    return " ".join(unescape(nh3.clean(html_of(text), tags=set())).split())


def _shift(tokens, level):
    """Give the sizes of headings that occur successive levels, so that none is skipped."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    sizes = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(LOWEST, level + sizes.index(token.tag))}"


def _shown(token):
    """An inline token as it is shown: a picture as its description, linked."""
    if token.type != "image":
        return token
    words = "".join(child.content for child in token.children or ()) or token.attrs["src"]
    link = Token("html_inline", "", 0)
    escaped = nh3.clean_text(words)
    link.content = f'<a href="{nh3.clean_text(str(token.attrs["src"]))}">{escaped}</a>'
    return link
