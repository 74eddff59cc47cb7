"""What real problems find of real projects, in a process of its own: see tests/problems.py."""

import json
import os

from bench.harvesting import ARCHIVE, run


def matching():
    """{archive, queries, first, within_ten, themes, chance}, shares; None without the archive."""
    if not ARCHIVE.exists():
        return None
    said = run(
        os.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings"}, "-m", "django", "problems"
    )
    return {"archive": ARCHIVE.name, **json.loads(said.splitlines()[-1])}
