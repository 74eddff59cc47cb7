"""The register of formats that can be harvested: each room that reads one registers it."""

from collections.abc import Callable
from dataclasses import dataclass

_formats = {}


@dataclass(frozen=True)
class Format:
    """name: as on the command line; read: (source, known_at, progress) → snapshot, which never
    raises for what a source says, only SourceUnreadableError where nothing can be read; bring:
    (snapshot, known_at, *, progress, dry_run, allow_loss) → Run.
    """

    name: str
    read: Callable
    bring: Callable


def register_format(each):
    _formats[each.name] = each


def formats():
    return dict(_formats)
