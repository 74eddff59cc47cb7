"""The French of the product: complete, compiled, fresh, well set, and what its pages say."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.formats import date_format, number_format

from terreau.accounts.actions import open_account
from terreau.charts.figures import written as figure
from terreau.portfolio.figures import written
from tests.browser import contents
from tests.browser.test_pages import ERRORS, MEMBERS, PAGES

ROOT = Path(__file__).parents[1]
FRENCH = ROOT / "terreau" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
CATALOGUE = polib.pofile(FRENCH)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def pairs():
    """(English, French) of every text, plural forms included."""
    for entry in CATALOGUE:
        if entry.msgid_plural:
            yield entry.msgid_plural, entry.msgstr_plural[1]
            yield entry.msgid, entry.msgstr_plural[0]
        else:
            yield entry.msgid, entry.msgstr


def keys(catalogue):
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue}


def test_every_text_is_translated():
    assert [entry.msgid for entry in CATALOGUE.untranslated_entries()] == []
    assert [entry.msgid for entry in CATALOGUE.fuzzy_entries()] == []
    assert [entry.msgid for entry in CATALOGUE.obsolete_entries()] == []
    assert [said for said, french in pairs() if not french] == []


def test_what_is_compiled_is_what_was_translated():
    compiled = polib.mofile(FRENCH.with_suffix(".mo"))

    def told(catalogue):
        return {
            (each.msgctxt, each.msgid): each.msgstr or dict(each.msgstr_plural)
            for each in catalogue
        }

    assert told(compiled) == told(CATALOGUE), "make messages compiles them"


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext (xgettext) is not installed")
def test_every_text_of_the_code_is_in_the_catalogue(tmp_path):
    left_out = shutil.ignore_patterns("__pycache__", "data", "static", "locale", "tests")
    shutil.copytree(ROOT / "terreau", tmp_path / "terreau", ignore=left_out)
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "terreau" / "locale").mkdir()
    asked = [sys.executable, "../manage.py", "makemessages", "--locale", "fr", "--no-obsolete"]
    home = os.environ | {"TERREAU_HOME": str(tmp_path / "var")}
    done = subprocess.run(asked, cwd=tmp_path / "terreau", env=home, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

    found = keys(polib.pofile(tmp_path / FRENCH.relative_to(ROOT)))

    assert sorted(found - keys(CATALOGUE), key=str) == [], "make messages collects them"
    assert sorted(keys(CATALOGUE) - found, key=str) == [], "make messages takes them out"


def test_no_text_stands_where_it_is_not_collected():
    """xgettext does not look into f-strings."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in (ROOT / "terreau").rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "ngettext", "pgettext")
    ]
    assert found == []


def test_both_languages_have_the_same_places_to_fill():
    differ = {
        english: french
        for english, french in pairs()
        if Counter(PLACEHOLDER.findall(english)) != Counter(PLACEHOLDER.findall(french))
    }
    assert differ == {}


class Anything(dict):
    def __missing__(self, key):
        return 1


def test_places_can_be_filled():
    for text in (each for pair in pairs() for each in pair):
        if "%(" in text:
            assert text % Anything()
        elif placed := re.findall(r"%[sd]", text):
            assert text % ((1,) * len(placed))
        elif "{" in text:
            assert text.format(1) if "{}" in text else text.format_map(Anything())


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("a straight apostrophe", r"\w'\w|\w' "),
        ("English quotation marks", r"[“”\"]"),
        ("three dots instead of an ellipsis", r"\.\.\."),
        ("no no-break space before ; ! ? %", r"[^\xa0][;!?]|[^\xa0%]%(?![(sd])"),
        ("no no-break space before a colon", r"[^\xa0\d]:(?!//|\d| Bearer)|[^\xa0]: (?!Bearer)"),
        ("no no-break space inside quotation marks", r"«[^\xa0]|[^\xa0]»"),
        ("a space too many", r"\s\s|^\s|\s$|\s[.,](?!\w)"),
    ],
)
def test_french_is_set_as_french_is_set(fault, pattern):
    wrong = [french for _english, french in pairs() if re.search(pattern, french)]
    assert wrong == [], fault


def test_dates_and_numbers_are_those_of_the_language():
    day, moment = date(2026, 11, 22), datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    with translation.override("fr"):
        assert date_format(day) == "22 novembre 2026"
        assert date_format(moment, "DATETIME_FORMAT") == "22 novembre 2026 14:05"
        assert date_format(date(2026, 7, 1)) == "1er juillet 2026"
        assert date_format(date(2026, 7, 1), "MONTH_DAY_FORMAT") == "1er juillet"
        assert figure(date(2026, 7, 1), "date", "fr") == "1er juil. 2026"
        assert number_format(12345.5, force_grouping=True) == "12\xa0345,5"
        assert written(1.5, "months") == "1,5 mois"
        assert written(0.808, "share") == "80,8\xa0%"
    with translation.override("en"):
        assert date_format(day) == "22 November 2026"
        assert date_format(date(2026, 7, 1), "jS F") == "1st July"
        assert figure(date(2026, 7, 1), "date", "en") == "1 Jul 2026"
        assert date_format(moment, "DATETIME_FORMAT") == "22 November 2026, 14:05"
        assert number_format(12345.5, force_grouping=True) == "12,345.5"
        assert written(1.5, "months") == "1.5 months"


class Said(HTMLParser):
    """What a page says in its own language: texts, and attributes that are read aloud or shown."""

    SHOWN = {"aria-label", "title", "placeholder", "alt"}
    SILENT = {"script", "style", "code", "pre"}
    VOID = {"meta", "link", "input", "br", "img", "hr"}

    def __init__(self, language, text):
        super().__init__()
        self.language, self.parts, self.foreign = language, [], []
        self.feed(text)

    def handle_starttag(self, tag, given):
        given = dict(given)
        own = given.get("lang", self.language) == self.language and tag not in self.SILENT
        if not any(self.foreign) and own:
            self.parts += [value for name, value in given.items() if name in self.SHOWN and value]
            if given.get("name") == "description":
                self.parts.append(given["content"])
        if tag not in self.VOID:
            self.foreign.append(not own)

    def handle_startendtag(self, tag, given):
        self.handle_starttag(tag, given)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID and self.foreign:
            self.foreign.pop()

    def handle_data(self, text):
        if not any(self.foreign):
            self.parts.append(text)

    def __str__(self):
        return "\n".join(" ".join(part.split()) for part in self.parts if part.strip())


def telling(english, french):
    """The longest part of a text that stands on a page as it is, where it tells the language."""
    longest = max(PLACEHOLDER.split(english), key=len).strip(" .:;,")
    tells = len(longest.split()) >= 3 and longest not in french
    return " ".join(longest.split()) if tells else None


def strangers(said, language):
    """The texts of the other language on a page."""
    texts = pairs() if language == "fr" else ((french, english) for english, french in pairs())
    return sorted({found for pair in texts if (found := telling(*pair)) and found in said})


ENGLISH_WORDS = re.compile(
    r"\b(the|of|and|with|was|were|which|from|until|since|this|these|there)\b", re.I
)
AMERICAN_DATE = re.compile(r"\b[JFMASOND][a-z]{2,8}\.? \d{1,2}, \d{4}\b")
OUR_OWN = {"web:gallery"}  # its samples are English, for those who build


def pages_to_read():
    """(address, who reads it) of every page, of the public and of members, with what goes wrong."""
    yield from ((path, None) for name, path in PAGES.items() if name not in OUR_OWN)
    yield from ((path, who) for who, path in MEMBERS.values())
    yield from ((path, None) for path in ERRORS)


@pytest.fixture
def filled(db):
    """A site with everything on it, as the browser tests have it: names of addresses, members."""
    with translation.override("fr"):
        contents.load_places()
        contents.load_source()
        people = {
            name: open_account(email, is_proven=True, is_staff=name == "administrator")
            for name, email in contents.PEOPLE.items()
        }
        guild = contents.work(people)
        return contents.where(people, guild), people


def test_no_page_mixes_languages(filled, client):
    places, people = filled
    wrong = {}
    for path, who in pages_to_read():
        client.logout()
        if who:
            client.force_login(people[who], "allauth.account.auth_backends.AuthenticationBackend")
        for language, prefix in (("fr", ""), ("en", "/en")):
            address = prefix + path.format(**places)
            said = str(Said(language, client.get(address).content.decode()))
            found = strangers(said, language)
            if language == "fr":
                found += [line for line in said.splitlines() if ENGLISH_WORDS.search(line)]
            else:
                found += AMERICAN_DATE.findall(said)
            if found:
                wrong[address] = found
    assert wrong == {}
