"""What a reader of a source reports: findings, each with its place, what was wrong and what was
done about it. Words come later (`findings.py`), so that a page can say them in its language."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Severity = Literal["info", "warning", "error"]

LONGEST_PARAM = 160
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a reader noticed.

    `code` is stable and part of the report's format; `path` and `line` (from 1, None when the
    whole file is meant) say where; `params` fill the sentences of the code. An error means that
    something was left out, a warning that it was read with a reservation, an info that it is
    unusual but was taken as it is.
    """

    code: str
    path: str
    line: int | None = None
    severity: Severity = "warning"
    params: tuple[tuple[str, str | int], ...] = ()

    @classmethod
    def of(
        cls,
        code: str,
        path: str,
        line: int | None = None,
        severity: Severity = "warning",
        **params: Any,
    ) -> "Finding":
        """A finding whose params are fit to be shown: short, without control characters."""
        shown = tuple((name, showable(value)) for name, value in sorted(params.items()))
        return cls(code, str(showable(path)), line, severity, shown)

    @property
    def place(self) -> str:
        """`path:line`, as editors understand it."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def as_dict(self) -> dict[str, Any]:
        """For JSON; `from_dict` reads it back."""
        return {
            "code": self.code,
            "severity": self.severity,
            "path": self.path,
            "line": self.line,
            "params": dict(self.params),
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> "Finding":
        params = tuple(sorted(kept.get("params", {}).items()))
        return cls(kept["code"], kept["path"], kept.get("line"), kept["severity"], params)


def showable(value: Any) -> str | int:
    """A value as a short text without control characters or lone surrogates; integers as is."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and -(10**15) < value < 10**15:
        return value
    if isinstance(value, date):
        return value.isoformat()
    try:
        text = _UNSHOWABLE.sub("�", value if isinstance(value, str) else repr(value))
    except (ValueError, RecursionError):  # integers of more than 4,300 digits have no text
        text = f"<{type(value).__name__}>"
    return text if len(text) <= LONGEST_PARAM else text[: LONGEST_PARAM - 1] + "…"


def tally(findings: Iterable[Finding]) -> Counter[str]:
    """How many findings there are of each code."""
    return Counter(finding.code for finding in findings)
