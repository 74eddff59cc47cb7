"""Days of the month as ordinals in the language of the page: Django knows those of English only."""

from django.utils.dateformat import DateFormat
from django.utils.translation import get_language

_english = DateFormat.S


def suffix(written):
    """What the format character S writes: "st", "nd"… in English, "er" after the French first."""
    if (get_language() or "").partition("-")[0] == "fr":
        return "er" if written.data.day == 1 else ""
    return _english(written)


def install():
    """Django has no other door to its format characters than this method."""
    DateFormat.S = suffix
