"""The words for findings: what was wrong and what was done about it, then what to do.

Each app that reads sources declares the words of its own codes. Texts are lazy, so that a report
kept as codes is shown in the language of whoever looks.
"""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from terreau.harvest.records import Finding


class Wording(NamedTuple):
    """Two sentences with `%(name)s` for the finding's params; the second may be empty."""

    message: str | Promise
    remedy: str | Promise = ""


_wordings: dict[str, Wording] = {}


SORTS = {
    "text": _("text"),
    "number": _("number"),
    "date": _("date"),
    "list": _("list"),
    "mapping": _("fields and values"),
    "true or false": _("true or false"),
    "nothing": _("nothing"),
}


class _Params(dict[str, Any]):
    """What a finding tells; the sorts of values, which reports keep in English, in words."""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return SORTS.get(value, value) if key in ("expected", "found") else value

    def __missing__(self, key: str) -> str:
        return "…"


def declare(wordings: dict[str, Wording]) -> None:
    """Add the words of an app's codes. Raises ValueError for a code that has words already."""
    if twice := wordings.keys() & _wordings.keys():
        raise ValueError(f"findings declared twice: {', '.join(sorted(twice))}")
    _wordings.update(wordings)


def declared() -> dict[str, Wording]:
    """All words, by code."""
    return dict(_wordings)


def message(finding: Finding) -> str:
    """What was found and what was done, in the active language; of an unknown code, the code."""
    wording = _wordings.get(finding.code)
    if wording is None:
        told = ", ".join(f"{name}: {value}" for name, value in finding.params)
        return f"{finding.code} ({told})" if told else finding.code
    return str(wording.message) % _Params(finding.params)


def headline(code: str) -> str:
    """What findings of a code have in common, in words; of an unknown code, the code."""
    wording = _wordings.get(code)
    if wording is None:
        return code
    return (str(wording.message) % _Params()).partition(";")[0].strip().rstrip(".")


def remedy(finding: Finding) -> str:
    """What its keeper can do about it, in the active language; may be empty."""
    wording = _wordings.get(finding.code, Wording("", ""))
    return str(wording.remedy) % _Params(finding.params)


def sentence(finding: Finding) -> str:
    """Both sentences, in the active language."""
    return f"{message(finding)} {remedy(finding)}".strip()
