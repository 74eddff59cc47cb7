"""Typed values out of a mapping that may hold anything; what is not as it should be is reported.

The mapping comes from front matter (then it knows its lines) or from JSON.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from terreau.betagouv.vocabulary import meaning
from terreau.harvest.records import Finding, Severity

EARLIEST, LATEST = date(1980, 1, 1), date(2100, 1, 1)
LONGEST_WORD = 80
LONGEST_TITLE = 300
LONGEST_URL = 500
LONGEST_TEXT = 200_000
MOST_ITEMS = 500

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?", re.S)
_FRENCH = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})")
_ADDRESS = re.compile(r"https?://(?:[\w-]+\.)+[\w-]+(?::\d{1,5})?(?:[/?#][^\s<>\"\\^`{|}]*)?", re.I)
_FLAGS = {"true": True, "yes": True, "oui": True, "false": False, "no": False, "non": False}


class Facts:
    """Reads one mapping of one document; every finding gets its path and line."""

    __slots__ = ("fields", "findings", "line", "lines", "path", "written")

    def __init__(
        self, fields: Any, path: str, findings: list[Finding], line: int | None = None
    ) -> None:
        self.fields: Mapping[str, Any] = fields
        self.path, self.findings, self.line = path, findings, line
        self.lines: Mapping[str, int] = getattr(fields, "lines", {})
        self.written: Mapping[str, str] = getattr(fields, "written", {})

    def report(
        self, code: str, key: str = "", severity: Severity = "warning", **params: Any
    ) -> None:
        line = self.lines.get(key, self.line)
        self.findings.append(Finding.of(code, self.path, line, severity, **params))

    def text(self, key: str, longest: int = LONGEST_TITLE) -> str:
        """A text without outer space; numbers, dates and flags as they were written."""
        value = self.fields.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            if not isinstance(value, bool | int | float | date):
                self.report("wrong-type", key, field=key, expected="text", found=kind_of(value))
                return ""
            value = self.written.get(key) or _number(value)
        value = value.strip().replace("\x00", "")
        if len(value) > longest:
            self.report("too-long", key, field=key, length=len(value), limit=longest)
            value = value[: longest - 1] + "…"
        return value

    def word(self, key: str) -> str:
        """A text in one line."""
        return " ".join(self.text(key).split())

    def day(self, key: str) -> date | None:
        """A date; None when there is none, or none that could be meant."""
        value = self.fields.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        day = value if isinstance(value, date) else self.parsed_day(key, value)
        if day is None:
            self.report("bad-date", key, field=key, value=self.written.get(key, value))
        elif not EARLIEST <= day < LATEST:
            self.report("implausible-date", key, field=key, value=day)
            return None
        return day

    def parsed_day(self, key: str, value: Any) -> date | None:
        if not isinstance(value, str):
            return None
        value = value.strip()
        found, french = _ISO.fullmatch(value), _FRENCH.fullmatch(value)
        parts = found.groups() if found else french.groups()[::-1] if french else None
        if parts is None:
            return None
        try:
            day = date(*map(int, parts))
        except ValueError:
            return None
        if french:
            self.report("date-order", key, field=key, value=value, day=day)
        return day

    def flag(self, key: str) -> bool | None:
        value = self.fields.get(key)
        if value is None or isinstance(value, bool):
            return value
        known = _FLAGS.get(value.strip().lower()) if isinstance(value, str) else None
        if known is None and value != "":
            self.report(
                "wrong-type", key, field=key, expected="true or false", found=kind_of(value)
            )
        return known

    def whole(self, key: str) -> int | None:
        """A whole number that is not negative; spaces and a currency sign are forgiven."""
        value = self.fields.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            digits = re.sub(r"[\s\u202f_€]|euros?", "", value)
            value = (
                int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else value
            )
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**15:
            self.report("bad-number", key, field=key, value=self.fields.get(key))
            return None
        return value

    def url(self, key: str) -> str:
        """An http(s) address; empty with a finding when it is none."""
        written = self.fields.get(key)
        if written is None or written == "":
            return ""
        address = self.text(key, LONGEST_TEXT).rstrip("; ,")
        if "&" in address:  # some were escaped as if for HTML
            address = re.sub(r"&#x2[fF];", "/", address).replace("&amp;", "&")
        if len(address) > LONGEST_URL or not is_address(address):
            self.report("bad-address", key, field=key, value=written)
            return ""
        if address != written:
            self.report("address-cleaned", key, "info", field=key, value=written)
        return address

    def texts(self, key: str) -> tuple[str, ...]:
        """The distinct texts of a list, in order; a lone text is a list of one."""
        found: dict[str, None] = {}
        for item, line in self.items(key):
            if isinstance(item, dict | list):
                self.misplaced(key, line, "text", item)
            elif item is not None and (text := " ".join(item.split())[:LONGEST_TITLE]):
                found[text] = None
        return tuple(found)

    def rows(self, key: str) -> Iterator["Facts"]:
        """The mappings of a list, each as Facts; what is no mapping is reported."""
        for item, line in self.items(key):
            if isinstance(item, dict):
                yield Facts(item, self.path, self.findings, line)
            else:
                self.misplaced(key, line, "mapping", item)

    def items(self, key: str) -> Iterator[tuple[Any, int | None]]:
        """The items of a list with their lines. None is an empty list, a lone value a list of
        one, which is reported."""
        value = self.fields.get(key)
        if value is None or value == "":
            return
        if not isinstance(value, list):
            self.report("not-a-list", key, field=key, found=kind_of(value))
            yield _item(value, self.written.get(key)), self.lines.get(key, self.line)
            return
        if len(value) > MOST_ITEMS:
            self.report("too-many-items", key, field=key, count=len(value), limit=MOST_ITEMS)
        lines = getattr(value, "lines", None) or [self.line] * len(value)
        written = getattr(value, "written", {})
        for place, (item, line) in enumerate(zip(value[:MOST_ITEMS], lines, strict=False)):
            yield _item(item, written.get(place)), line

    def misplaced(self, key: str, line: int | None, expected: str, found: Any) -> None:
        self.findings.append(
            Finding.of(
                "wrong-type", self.path, line, field=key, expected=expected, found=kind_of(found)
            )
        )

    def meaning(self, key: str, vocabulary: dict[str, str], code: str) -> tuple[str, str | None]:
        """The word under a key and what it means; reports `code` when nothing is known of it."""
        word = self.word(key)[:LONGEST_WORD]
        found = meaning(word, vocabulary)
        if word and not found.exact:
            if found.value is None:
                self.report(code, key, word=word)
            else:
                self.report("word-variant", key, word=word, meaning=found.value)
        return word, found.value


def kind_of(value: Any) -> str:
    """What a value is, in a word for reports."""
    names = {type(None): "nothing", bool: "true or false", int: "number", float: "number"}
    if isinstance(value, dict | list):
        return "mapping" if isinstance(value, dict) else "list"
    return names.get(type(value), "date" if isinstance(value, date) else "text")


def is_address(text: str) -> bool:
    """Whether a text is an http(s) address with the name of a host, and no user name."""
    return _ADDRESS.fullmatch(text) is not None


def last_part(reference: str) -> str:
    """The identifier in a path of the source's site: `/startups/x` and `/startups/x/` mean x."""
    return reference.strip().strip("/").rsplit("/", 1)[-1]


def _item(value: Any, written: str | None) -> Any:
    """An item of a list: numbers, dates and flags as they were written."""
    if value is None or isinstance(value, str | list | dict):
        return value
    return written or _number(value)


def _number(value: Any) -> str:
    try:
        return str(value).lower() if isinstance(value, bool) else str(value)
    except ValueError:  # more than 4,300 digits
        return ""
