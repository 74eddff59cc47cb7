"""Markdown files with YAML front matter, read so that no file can harm or stop the reader.

PyYAML's C parser gives the events; the values are built here, because its own composer dies with
the process on deeply nested input, keeps only the last of two equal keys without a word, turns
`1:30` into 90 and forgets where things stood.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import yaml

from terreau.harvest.records import Finding, Severity
from terreau.harvest.sniffing import ENOUGH, looks_like

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # a PyYAML built without libyaml: slower, the same events

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        def __init__(self, stream: str) -> None:
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


MAX_HEAD = 256 * 1024
"""Characters of front matter; the longest seen in nine years has 9,000."""
MAX_VALUES = 20_000
MAX_DEPTH = 24

_OPEN = re.compile(r"---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.M)
# What libyaml refuses and databases dislike. Byte-order marks inside texts (paste from word
# processors; 154 in the six snapshots) are invisible and go without a word.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r"))
_SEQUENCES = (re.compile(rb"\xc2[\x80-\x84\x86-\x9f]"), re.compile(rb"\xef\xbf[\xbe\xbf]"))
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[Tt ].*)?")
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9_]{0,17})(\.[0-9]{0,17})?")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
for _word, _meaning in {"true": True, "yes": True, "on": True}.items():
    for _negative, _value in (
        (_word, True),
        ({"true": "false", "yes": "no"}.get(_word, "off"), False),
    ):
        _WORDS |= {_negative: _value, _negative.title(): _value, _negative.upper(): _value}


class Fields(dict[str, Any]):
    """A mapping that knows the line of each key, and the text of values that are not texts."""

    __slots__ = ("lines", "written")

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.written: dict[str, str] = {}


class Items(list[Any]):
    """A list that knows the line of each item, and the text of items that are not texts."""

    __slots__ = ("lines", "written")

    def __init__(self) -> None:
        self.lines: list[int] = []
        self.written: dict[int, str] = {}


class Parsed(NamedTuple):
    """A document: `metadata` is None when it could not be read; the findings say why."""

    metadata: Fields | None
    body: str
    findings: list[Finding]


class _RefusedError(Exception):
    def __init__(self, code: str, line: int, **params: Any) -> None:
        super().__init__(code)
        self.code, self.line, self.params = code, line, params


def parse(data: bytes, path: str = "") -> Parsed:
    """Front matter, Markdown body (LF line ends) and findings of a document. Never raises.

    Values are None, bool, int, float, date (a time of day is dropped), str, Items or Fields.
    """
    findings: list[Finding] = []
    text = decoded(data, path, findings)
    opening = _OPEN.match(text)
    if opening is None:
        looks = looks_like(data[:ENOUGH])
        code = {"html": "web-page", "empty": "empty-file"}.get(looks, "no-front-matter")
        findings.append(Finding.of(code, path, 1, "error"))
        return Parsed(None, text, findings)
    closing = _CLOSE.search(text, opening.end())
    head = text[opening.end() : closing.start() if closing else len(text)]
    body = text[closing.end() :] if closing else ""
    if len(head) > MAX_HEAD:
        findings.append(Finding.of("front-matter-too-long", path, 1, "error", characters=len(head)))
        return Parsed(None, body, findings)
    metadata = _read(head, path, findings)
    if closing is None:
        metadata = metadata or None
        severity: Severity = "warning" if metadata else "error"
        findings.append(Finding.of("front-matter-unclosed", path, 1, severity))
    return Parsed(metadata, body, findings)


def decoded(data: bytes, path: str, findings: list[Finding]) -> str:
    """The bytes as text with LF line ends, without byte-order mark and control characters."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("utf-8-sig", "replace")
        findings.append(Finding.of("not-utf8", path, line, count=text.count("\ufffd")))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\ufeff" in text:
        text = text.replace("\ufeff", "")
    if _may_hold_unreadable(data) and (found := _UNREADABLE.search(text)):
        line = text.count("\n", 0, found.start()) + 1
        text, count = _UNREADABLE.subn("", text)
        findings.append(Finding.of("control-characters", path, line, count=count))
    return text


def _may_hold_unreadable(data: bytes) -> bool:
    """A quick look at UTF-8 for control characters of one and two bytes and for no characters."""
    return len(data) != len(data.translate(None, _CONTROLS)) or any(
        sequence.search(data) for sequence in _SEQUENCES
    )


def _read(head: str, path: str, findings: list[Finding]) -> Fields | None:
    """The mapping that a YAML text holds, or None with a finding. Its first line is line 2."""
    try:
        value = _Builder(head, path, findings).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 2 if mark else None
        problem = getattr(error, "problem", None) or "unreadable"
        findings.append(Finding.of("bad-yaml", path, line, "error", problem=problem))
        return None
    except _RefusedError as refused:
        findings.append(Finding.of(refused.code, path, refused.line, "error", **refused.params))
        return None
    if value is None:
        return Fields()
    if not isinstance(value, Fields):
        findings.append(Finding.of("front-matter-not-a-mapping", path, 2, "error"))
        return None
    return value


class _Builder:
    """Builds values from the events of one YAML document, within bounds."""

    def __init__(self, head: str, path: str, findings: list[Finding]) -> None:
        self.next: Callable[[], Any] = _Parser(head).get_event
        self.path, self.findings = path, findings
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.count = 0

    def document(self) -> Any:
        self.next()  # the stream starts
        if isinstance(self.next(), yaml.StreamEndEvent):
            return None
        value, _ = self.value(self.next(), 0)
        return value

    def value(self, event: Any, depth: int) -> tuple[Any, str | None]:
        """The value that begins with this event, and its text when it was not one."""
        self.count += 1
        if self.count > MAX_VALUES:
            raise _RefusedError("too-many-values", event.start_mark.line + 2, limit=MAX_VALUES)
        if type(event) is yaml.ScalarEvent:
            value, written = self.scalar(event)
            if event.anchor:
                self.anchors[event.anchor] = (value, 1)
            return value, written
        if type(event) is yaml.AliasEvent:
            return self.alias(event), None
        if depth >= MAX_DEPTH:
            raise _RefusedError("nested-too-deep", event.start_mark.line + 2, limit=MAX_DEPTH)
        self.untagged(event)
        before = self.count
        mapping = type(event) is yaml.MappingStartEvent
        container = self.mapping(depth + 1) if mapping else self.sequence(depth + 1)
        if event.anchor:
            self.anchors[event.anchor] = (container, self.count - before + 1)
        return container, None

    def scalar(self, event: Any) -> tuple[Any, str | None]:
        text = event.value
        if event.implicit[0]:
            value = plain(text)
            return value, None if value is text else text
        self.untagged(event)
        return text, None

    def untagged(self, event: Any) -> None:
        """Report a tag: it would ask for an object, and is passed over."""
        if event.tag and event.tag not in ("!", "tag:yaml.org,2002:str"):
            line = event.start_mark.line + 2
            self.findings.append(Finding.of("unknown-tag", self.path, line, tag=event.tag))

    def alias(self, event: Any) -> Any:
        line = event.start_mark.line + 2
        if event.anchor not in self.anchors:
            raise _RefusedError("unknown-alias", line, alias=event.anchor)
        value, size = self.anchors[event.anchor]
        self.count += size
        if self.count > MAX_VALUES:
            raise _RefusedError("too-many-values", line, limit=MAX_VALUES)
        return value

    def sequence(self, depth: int) -> Items:
        items = Items()
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            value, written = self.value(event, depth)
            if written is not None:
                items.written[len(items)] = written
            items.append(value)
            items.lines.append(event.start_mark.line + 2)
        return items

    def mapping(self, depth: int) -> Fields:
        fields = Fields()
        while type(event := self.next()) is not yaml.MappingEndEvent:
            line = event.start_mark.line + 2
            if type(event) is not yaml.ScalarEvent:
                raise _RefusedError("key-not-a-word", line)
            key = event.value
            value, written = self.value(self.next(), depth)
            if key in fields:
                self.findings.append(
                    Finding.of("duplicate-key", self.path, line, key=key, first=fields.lines[key])
                )
                fields.written.pop(key, None)
            if written is not None:
                fields.written[key] = written
            fields[key] = value
            fields.lines[key] = line
        return fields


def plain(text: str) -> Any:
    """The meaning of an unquoted YAML scalar; the same text object when it is just a text.

    Fewer meanings than YAML 1.1 has: no octal, hexadecimal or sexagesimal numbers, no infinity,
    and a timestamp is its date.
    """
    first = text[:1]
    if first.isdigit() or first in ("-", "+"):
        if found := _DATE.fullmatch(text):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return text
        if found := _NUMBER.fullmatch(text):
            return float(text) if found[1] else int(text)
        return text
    return _WORDS.get(text, text)
