"""Paths into a JSON document, as `data.users[-1].count` or `rows[*]["active users"]`."""

import re

KEY = re.compile(r"""\.?([^\s.\[\]"'*]+)""")
INDEX = re.compile(r"\[(-?\d{1,6})\]")
QUOTED = re.compile(r"""\[(?:"([^"\\]{1,200})"|'([^'\\]{1,200})')\]""")
EVERY = re.compile(r"\[\*\]")
ALL = object()
MOST = 1_000  # values of one document


class WrongPath(ValueError):
    """What is written is no path."""


class NothingThere(LookupError):
    """The document holds nothing at a path; the text is the part of it that leads nowhere."""


def parsed(path):
    """The steps of a path: names, numbers (from 0; negative ones count from the end), and at most
    one ALL. Raises WrongPath."""
    text = path.strip().removeprefix("$")
    steps, at = [], 0
    while at < len(text):
        if found := EVERY.match(text, at):
            steps.append(ALL)
        elif found := INDEX.match(text, at):
            steps.append(int(found[1]))
        elif found := QUOTED.match(text, at):
            steps.append(found[1] or found[2])
        elif (found := KEY.match(text, at)) and (not at or found[0].startswith(".")):
            steps.append(found[1])
        else:
            raise WrongPath(path)
        at = found.end()
    if not steps or steps.count(ALL) > 1:
        raise WrongPath(path)
    return steps


def found_at(document, steps):
    """Everything that a document holds at a path: [value], with ALL one for each of a list.

    Raises NothingThere.
    """
    if ALL not in steps:
        return [walk(document, steps)]
    place = steps.index(ALL)
    rows = walk(document, steps[:place])
    if not isinstance(rows, list):
        raise NothingThere("[*]")
    return [walk(row, steps[place + 1 :]) for row in rows[-MOST:]]


def walk(document, steps):
    for step in steps:
        if isinstance(step, int) and isinstance(document, list):
            if not -len(document) <= step < len(document):
                raise NothingThere(f"[{step}]")
            document = document[step]
        elif isinstance(step, str) and isinstance(document, dict) and step in document:
            document = document[step]
        else:
            raise NothingThere(f"[{step}]" if isinstance(step, int) else step)
    return document
