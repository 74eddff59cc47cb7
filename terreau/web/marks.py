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


@dataclass
class Marks:
    """`migrations` is how many the database had; `loaded` says what each loader reported."""

    database: str = ""
    migrations: int = 0
    fingerprint: str = ""
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
    return marks.database == name_of(database) and marks.fingerprint == fingerprint()


def name_of(database: dict[str, Any]) -> str:
    return " ".join(str(database.get(key, "")) for key in ("ENGINE", "HOST", "PORT", "NAME"))


def applied(connection: Any) -> int:
    """How many migrations the database says it has; 0 for a new one. Two queries."""
    if "django_migrations" not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        return cursor.fetchone()[0]


def fingerprint() -> str:
    """Of the version, the migrations, the static files and the packages that are installed."""
    package = Path(terreau.__file__).parent
    seen = [terreau.__version__]
    seen += sorted(str(path.relative_to(package)) for path in package.glob("*/migrations/*.py"))
    for path in sorted(package.glob("*/static/**/*.*")):
        stat = path.stat()
        seen.append(f"{path.relative_to(package)} {stat.st_size} {stat.st_mtime_ns}")
    for folder in sys.path:
        if folder.endswith("-packages"):
            seen += sorted(path.name for path in Path(folder).glob("*.dist-info"))
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()
