"""Decimal numbers as people, files and programs write them: exact, never through a float."""

import re
from decimal import Context, Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext as _

# A SQLite number keeps 15 digits exactly: no value has more.
DIGITS, PLACES, MONEY_PLACES = 15, 4, 2
EXACT = Context(prec=60)
_SPACES = re.compile("[ \\u00a0\\u2009\\u202f]")
_PLAIN = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d{1,40})?")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


def number_named(text, unit=""):
    """The number that a person wrote, in French or in English: (Decimal, "") or (None, why not).

    1 234,5 and 1234.5 are the same; 1,234 is refused, since it is one thing in French and another
    in English. The unit may stand behind it.
    """
    text = text.strip()
    if unit:
        text = text.removesuffix(unit).rstrip()
    text = text.replace("\u2212", "-")
    if not text:
        return None, _("There is no number.")
    if _AMBIGUOUS.fullmatch(text):
        words = _("“%(text)s” can be read in two ways: write %(one)s or %(other)s.")
        given = {"text": text, "one": text.replace(",", ""), "other": text.replace(",", ".")}
        return None, words % given
    if _GROUPED.fullmatch(text):
        text = _SPACES.sub("", text)
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not _PLAIN.fullmatch(text) or not text.isascii():
        return None, _("“%(text)s” is no number.") % {"text": text[:60]}
    return bounded(Decimal(text))


def bounded(number, places=PLACES):
    """A number within what is kept, (Decimal, "") or (None, why not)."""
    if not number.is_finite():
        return None, _("This is no finite number.")
    rounded = fitted(number, places)
    if rounded is None:
        words = _("At most %(digits)d digits before the point are kept.")
        return None, words % {"digits": DIGITS - places}
    if rounded != number:
        return None, _("At most %(places)d decimals are kept: round it.") % {"places": places}
    return rounded, ""


def fitted(number, places=PLACES):
    """A finite number rounded to so many places; None where it has too many digits before them."""
    try:
        rounded = number.quantize(Decimal(1).scaleb(-places), context=EXACT)
    except InvalidOperation:
        return None
    return rounded if abs(rounded) < Decimal(10) ** (DIGITS - places) else None


def plain(number):
    """A number as files, programs and the public record say it: no exponent, no needless zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def spoken(number):
    """A number as people of the language of the page write it."""
    return number_format(plain(number) if isinstance(number, Decimal) else number,
                         force_grouping=True)  # fmt: skip


def spoken_text(text):
    """The same of a number that the public record keeps as text."""
    return spoken(Decimal(text))
