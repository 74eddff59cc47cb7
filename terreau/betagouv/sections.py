"""The parts of a product's page: its Markdown body cut at the headings."""

import re
from typing import NamedTuple

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,80}?)\1[ \t]*:?[ \t]*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_PROBLEM = re.compile(r"\bprobl[eè]mes?\b|\bprobl[eé]matiques?\b|\birritants?\b", re.I)
_SOLUTION = re.compile(r"\bsolutions?\b", re.I)
_BOLD_LEVEL = 7


class Section(NamedTuple):
    """A heading (empty for what stands before the first), its level, the Markdown under it."""

    heading: str
    level: int
    text: str


class Body(NamedTuple):
    """The sections in order, and the two that projects are shown with; empty when not found."""

    sections: tuple[Section, ...]
    problem: str
    solution: str


def sections(body: str) -> Body:
    """The parts of a Markdown body.

    A heading is a line of `#`, or a line that is bold from end to end. `problem` and `solution`
    hold what stands under the first heading that says so, with the headings below it.
    """
    found: list[tuple[str, int, list[str]]] = [("", 0, [])]
    fenced = ""
    for line in body.split("\n"):
        if fence := _FENCE.match(line):
            fenced = "" if fenced == fence[1] else fenced or fence[1]
        heading = None if fenced else _heading(line)
        if heading:
            found.append((*heading, []))
        else:
            found[-1][2].append(line)
    parts = tuple(
        Section(heading, level, "\n".join(text).strip()) for heading, level, text in found
    )
    if not parts[0].text:
        parts = parts[1:]
    return Body(parts, _under(parts, _PROBLEM), _under(parts, _SOLUTION))


def _heading(line: str) -> tuple[str, int] | None:
    if found := _HEADING.match(line):
        return found[2].strip("*_ :"), len(found[1])
    if found := _BOLD.match(line):
        return found[2].strip(" :"), _BOLD_LEVEL
    return None


def _under(parts: tuple[Section, ...], wanted: re.Pattern[str]) -> str:
    """The text under the first heading that matches, down to the next of its level or above."""
    for place, part in enumerate(parts):
        if not wanted.search(part.heading):
            continue
        texts = [part.text]
        for below in parts[place + 1 :]:
            if below.level <= part.level:
                break
            mark = "**" if below.level == _BOLD_LEVEL else ""
            title = (
                f"{mark}{below.heading}{mark}" if mark else f"{'#' * below.level} {below.heading}"
            )
            texts.append(f"{title}\n\n{below.text}".strip())
        text = "\n\n".join(text for text in texts if text)
        if text:
            return text
    return ""
