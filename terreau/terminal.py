"""How the command line speaks: in whose language, and of what went wrong.

Needs no settings, so that it can say what is wrong with them.
"""

import gettext as catalogue
import os
import sys
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


def language() -> str:
    """The terminal's language where it is one of ours, the site's default language otherwise."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    if said[:2] in ("fr", "en"):
        return said[:2]
    return os.environ.get("DEFAULT_LANGUAGE") or "fr"


def gettext(message: str) -> str:
    found = catalogue.translation("django", LOCALE, languages=[language()], fallback=True)
    return found.gettext(message)


def complain(message: str) -> None:
    """One line on standard error."""
    print(f"terreau: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201


def say(message: str) -> None:
    print(message, flush=True)  # noqa: T201
