"""Text in a picture: what may be in it, how wide it is, where it breaks.

The server does not know the reader's font. Widths are those of Arial, enlarged to what the widest
of the usual system fonts (DejaVu Sans, Verdana) need.
"""

import unicodedata

MARGIN = 1.18
"""How much wider than Arial a reader's font may run."""

ELLIPSIS = "…"

# Arial's advance widths in thousandths of the size, by groups of characters that share one
# (those of + < = > ~ are DejaVu's, which differ more than the margin).
_WIDTHS = {
    character: width
    for width, characters in {
        191: "'",
        222: "ijl‘’",
        260: "|",
        278: " !,./:;I[\\]ft\u00a0\u202f",
        333: "()-`r",
        355: '"',
        389: "*",
        469: "^",
        500: "cksvxyzJ",
        556: "#$0123456789?L_abdeghnopqu€–",
        740: "+<=>~",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "—…œŒ",
        1015: "@",
    }.items()
    for character in characters
}
_BIDI_CONTROLS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: object, limit: int = 300) -> str:
    """The text on one line, without what XML forbids or what reorders its neighbours.

    Control characters, lone surrogates and bidirectional controls go; white space becomes one
    space; what exceeds `limit` characters ends in an ellipsis.
    """
    kept = "".join(
        " " if character.isspace() and character not in "\u00a0\u202f" else character
        for character in str(text)
        if character not in _BIDI_CONTROLS
        and (character.isspace() or unicodedata.category(character) not in ("Cc", "Cs", "Cn"))
    )
    line = " ".join(part for part in kept.split(" ") if part)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


def width(text: str, size: float) -> float:
    """Estimated width in pixels of one line at a font size in pixels."""
    return sum(map(_advance, text)) * size * MARGIN / 1000


def wrap(text: str, room: float, size: float, lines: int = 2) -> list[str]:
    """The text on at most `lines` lines of `room` pixels; what does not fit ends in an ellipsis."""
    wrapped: list[str] = []
    words = clean(text).split(" ")
    while words and len(wrapped) < lines:
        line = words.pop(0)
        if width(line, size) > room:
            head = _head(line, room, size)
            words.insert(0, line[len(head) :])
            line = head
        else:
            while words and width(f"{line} {words[0]}", size) <= room:
                line = f"{line} {words.pop(0)}"
        wrapped.append(line)
    if words and wrapped:
        rest = f"{wrapped[-1]} {words[0]}"
        wrapped[-1] = _head(rest, room - width(ELLIPSIS, size), size).rstrip() + ELLIPSIS
    return wrapped


def _advance(character: str) -> int:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    plain = unicodedata.normalize("NFD", character)[0]
    if plain != character:
        return _advance(plain)
    if unicodedata.east_asian_width(character) in "WF":
        return 1000
    return 722 if character.isupper() else 600


def _head(text: str, room: float, size: float) -> str:
    """The longest beginning of `text` that fits, one character at least, accents kept on."""
    end = 1
    while end < len(text) and width(text[: end + 1], size) <= room:
        end += 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[:end]
