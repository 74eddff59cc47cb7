"""A library as CSV: the columns that an import reads, under their French or English names."""

from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language, get_language_info

from terreau.harvest.spreadsheets import Layout, joined
from terreau.resources import licences
from terreau.resources.models import LANGUAGES, Sort

MOST_BYTES, MOST_LINES = 500_000, 200  # of a page: each line is an act, some 40 queries
MOST_BYTES_OF_A_COMMAND, MOST_LINES_OF_A_COMMAND = 20_000_000, 5_000
FRENCH = {
    "identifier": "identifiant", "title": "titre", "sort": "type", "address": "adresse",
    "summary": "résumé", "body": "texte", "audience": "public", "licence": "licence",
    "language": "langue", "topics": "thèmes", "territory": "territoire",
    "uid": "identifiant permanent",
}  # fmt: skip
COLUMNS = tuple(FRENCH)
NAMES = {name: name for name in COLUMNS} | {words: name for name, words in FRENCH.items()}
# The names in this site's own files, and those that people type.
NAMES |= {
    "text": "body", "url": "address", "link": "address", "lien": "address", "resume": "summary",
    "description": "summary", "license": "licence", "themes": "topics", "topic": "topics",
    "theme": "topics", "thème": "topics", "territory_code": "territory",
}  # fmt: skip
NEEDED = ({"title"}, {"address", "body"})


def layout(most_bytes=MOST_BYTES, most_lines=MOST_LINES):
    shown = (heading("title"), heading("address"))
    return Layout(NAMES, NEEDED, shown, most_bytes, most_lines)


def heading(name):
    return FRENCH[name] if get_language() == "fr" else name.replace("_", " ")


def template_lines():
    """A file to fill in: its header."""
    sign = ";" if get_language() == "fr" else ","
    yield "\ufeff" + joined([heading(name) for name in COLUMNS if name != "uid"], sign)


def meaning(name, text):
    """What a cell means where only some values may be: a type, a licence, a language; None where
    it means none."""
    return known()[name].get(text.strip().casefold())


@cache
def known():
    """{column: {a word for it in any language of the site, folded: value}}."""
    found = {"sort": {}, "licence": {}, "language": {}}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found["sort"] |= folded(Sort.choices)
            found["licence"] |= folded(licences.CHOICES)
            languages = [(each, get_language_info(each)) for each in LANGUAGES]
            for form in ("name_translated", "name_local"):
                found["language"] |= folded([(each, info[form]) for each, info in languages])
    return found


def folded(choices):
    return {str(words).casefold(): value for value, label in choices for words in (value, label)}
