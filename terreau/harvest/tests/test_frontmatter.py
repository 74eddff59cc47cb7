"""Front matter: what is understood, what is reported, and that nothing harms the reader."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from terreau.harvest.frontmatter import MAX_HEAD, parse, plain
from terreau.harvest.records import Finding

DOCUMENT = """---
title: Mon service
phases:
  - name: construction
    start: 2024-02-01
    end:
  - name: acceleration
tags: [a, "1", 2]
"quoted": 'it''s'
folded: >
  one
  two
---

# Body
--- not a marker
"""


def codes(parsed):
    return [finding.code for finding in parsed.findings]


def of(text):
    return parse(f"---\n{text}\n---\n".encode(), "a.md")


def test_values_body_and_where_they_stood():
    metadata, body, findings = parse(DOCUMENT.encode())
    assert metadata == yaml.safe_load(DOCUMENT.split("---\n")[1])
    assert body == "\n# Body\n--- not a marker\n"
    assert findings == []
    assert metadata.lines == {"title": 2, "phases": 3, "tags": 8, "quoted": 9, "folded": 10}
    assert metadata["phases"].lines == [4, 7]
    assert metadata["phases"][0].lines["start"] == 5
    assert metadata["phases"][0].written == {"start": "2024-02-01", "end": ""}
    assert metadata["tags"].written == {2: "2"}


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2024-2-9", date(2024, 2, 9)),
        ("2027-02-19T00:00:00.000Z", date(2027, 2, 19)),
        ("2027-02-19 23:30:00 +0200", date(2027, 2, 19)),
        ("2023-02-29", "2023-02-29"),
        ("0000-01-01", "0000-01-01"),
        ("17", 17),
        ("-1_000", -1000),
        ("150000.50", 150000.5),
        ("0123", "0123"),
        ("0x1F", "0x1F"),
        ("1:30", "1:30"),
        ("1e9", "1e9"),
        (".inf", ".inf"),
        ("9" * 5000, "9" * 5000),
        ("Yes", True),
        ("off", False),
        ("~", None),
        ("", None),
        ("nope", "nope"),
    ],
)
def test_plain_scalars(written, meaning):
    assert plain(written) == meaning
    assert type(plain(written)) is type(meaning)


def test_quoted_scalars_stay_texts():
    assert of("""a: "2024-01-01"\nb: 'yes'\nc: !!str 12""").metadata == {
        "a": "2024-01-01",
        "b": "yes",
        "c": "12",
    }


def test_line_ends_marks_and_encodings():
    text = "\ufeff---\r\ntitle: Préfec\ufeffture\r\n---\r\nHello\r\n"
    assert parse(text.encode()) == ({"title": "Préfecture"}, "Hello\n", [])
    latin = parse("---\na: 1\ntitle: Préfecture\n---\n".encode("latin-1"), "a.md")
    assert latin.metadata == {"a": 1, "title": "Pr\ufffdfecture"}
    assert latin.findings == [Finding.of("not-utf8", "a.md", 3, count=1)]
    control = parse(b"---\ntitle: a\x00b\n---\nc\x0bd", "a.md")
    assert control.metadata == {"title": "ab"}
    assert control.body == "cd"
    assert control.findings == [Finding.of("control-characters", "a.md", 2, count=2)]


def test_a_key_twice_is_reported_and_the_last_counts():
    parsed = of("title: one\nmission: m\ntitle: two")
    assert parsed.metadata == {"title": "two", "mission": "m"}
    assert parsed.findings == [Finding.of("duplicate-key", "a.md", 4, key="title", first=2)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("title: a: b", "bad-yaml", 2),
        ("title: a\n\tmission: b", "bad-yaml", 3),
        ("title: [a", "bad-yaml", 3),
        ("just words", "front-matter-not-a-mapping", 2),
        ("- a\n- b", "front-matter-not-a-mapping", 2),
        ("a: 1\n? [x]\n: 2", "key-not-a-word", 3),
        ("a: *nobody", "unknown-alias", 2),
        ("a: &x [*x]", "unknown-alias", 2),
        ("a: 1\nb: " + "[" * 60_000, "nested-too-deep", 3),
        ("- " * 60_000, "nested-too-deep", 2),
        ("a: [" + "1," * 30_000 + "]", "too-many-values", 2),
        ("a: " + "x" * MAX_HEAD, "front-matter-too-long", 1),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text, code, line):
    parsed = of(text)
    assert parsed.metadata is None
    assert [(found.code, found.line, found.severity) for found in parsed.findings] == [
        (code, line, "error")
    ]


def test_aliases_are_followed_but_cannot_multiply_without_end():
    assert of("a: &x [1, 2]\nb: *x").metadata == {"a": [1, 2], "b": [1, 2]}
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert codes(of("\n".join(bomb))) == ["too-many-values"]


def test_objects_are_never_made():
    parsed = of("a: !!python/object/apply:os.system ['true']\nb: !ruby/object:X {c: 1}\nd: !x y")
    assert parsed.metadata == {"a": ["true"], "b": {"c": 1}, "d": "y"}
    assert codes(parsed) == ["unknown-tag", "unknown-tag", "unknown-tag"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"# Only Markdown\n", "no-front-matter"),
        (b"<!DOCTYPE html>\n<html><body>404</body></html>", "web-page"),
        (b"\n  <html>\n", "web-page"),
        (b"---\ntitle: [a\n", "bad-yaml"),
    ],
)
def test_what_has_no_front_matter(data, code):
    parsed = parse(data)
    assert parsed.metadata is None
    assert codes(parsed)[0] == code


def test_a_forgotten_closing_marker_is_forgiven_when_the_rest_is_yaml():
    parsed = parse(b"---\ntitle: a\n")
    assert parsed.metadata == {"title": "a"}
    assert [(found.code, found.severity) for found in parsed.findings] == [
        ("front-matter-unclosed", "warning")
    ]


def test_empty_front_matter_is_an_empty_mapping():
    assert parse(b"---\n---\nbody").metadata == {}
    assert parse(b"---\n...\nbody") == ({}, "body", [])


PIECES = st.sampled_from(
    [*"-a: \n[]{}'\"|>#?%@`,\t\x00é~\ud800", "---", "...", "\n  ", "- ", "&x ", "*x", "!!t ", "<<"]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_text_makes_it_raise(text):
    parsed = parse(f"---\n{text}\n---\nbody".encode("utf-8", "surrogatepass"), "a.md")
    assert parsed.metadata is not None or parsed.findings
    assert all(finding.path == "a.md" for finding in parsed.findings)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data):
    parse(data)
    parse(b"---\n" + data + b"\n---\n")
