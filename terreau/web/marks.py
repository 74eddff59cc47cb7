"""What a start has already prepared, so that the next one takes a second or two. Needs no Django.

The marks are a file of the home folder. They hold for one database as it was left: another
database, an emptied one, another version, a changed style sheet undo them.
"""

import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import terreau

PACKAGE = Path(terreau.__file__).parent


@dataclass
class Marks:
    """`migrations` is how many the database had; `loaded` says what each loader reported."""

    database: str = ""
    migrations: int = 0
    schema: str = ""
    assets: str = ""
    loaded: dict[str, str] = field(default_factory=dict)


def read(home: Path) -> Marks:
    """The marks of the home folder; none if there is no such file or it cannot be read."""
    try:
        return Marks(**json.loads((home / "prepared.json").read_text()))
    except (OSError, ValueError, TypeError):
        return Marks()


def write(home: Path, marks: Marks) -> None:
    draft = home / f"prepared.{os.getpid()}"
    draft.write_text(json.dumps(asdict(marks), ensure_ascii=False, indent=1))
    draft.replace(home / "prepared.json")


def hold(marks: Marks, database: dict[str, Any]) -> bool:
    """Whether nothing seems to need preparing. Who has a connection then compares `applied`."""
    return (
        marks.database == name_of(database)
        and marks.schema == schema()
        and marks.assets == assets()
    )


def name_of(database: dict[str, Any]) -> str:
    return " ".join(str(database.get(key, "")) for key in ("ENGINE", "HOST", "PORT", "NAME"))


def applied(connection: Any) -> int:
    """How many migrations the database says it has; 0 for a new one. Two queries."""
    if "django_migrations" not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        return cursor.fetchone()[0]


def schema() -> str:
    """A digest of the version, of the migrations and of the packages that are installed."""
    names = (str(path.relative_to(PACKAGE)) for path in PACKAGE.glob("*/migrations/*.py"))
    return digest([terreau.__version__, *sorted(names), *installed()])


def assets() -> str:
    """A digest of the static files and of the packages that are installed."""
    paths = sorted(PACKAGE.glob("*/static/**/*.*"))
    stats = ((path.relative_to(PACKAGE), path.stat()) for path in paths)
    return digest([*(f"{name} {s.st_size} {s.st_mtime_ns}" for name, s in stats), *installed()])


def installed() -> list[str]:
    folders = [Path(folder) for folder in sys.path if folder.endswith("-packages")]
    return sorted(path.name for folder in folders for path in folder.glob("*.dist-info"))


def digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
