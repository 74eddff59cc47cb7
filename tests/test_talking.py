"""Eight people at the very same moment: every count is right, and one account is one account."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import database_beside
from tests.talking import CAPACITY, PEOPLE, TIMES

ROOT = Path(__file__).parents[1]
SHARED = 5  # what an account that was made today may post within an hour

pytestmark = pytest.mark.django_db  # for the engine that the suite runs on


def test_people_who_talk_at_the_same_moment_are_counted_each_once(tmp_path):
    with database_beside(tmp_path) as url:
        process = subprocess.run(
            [sys.executable, "-m", "tests.talking"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "TERREAU_HOME": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
            timeout=170,
            check=True,
        )
    found = json.loads(process.stdout)
    assert found["reacted"] == [PEOPLE, PEOPLE]  # an odd number of times each
    assert found["answers"] == PEOPLE * TIMES
    assert found["shared"] == SHARED
    assert found["comments"] == found["statements"] == 1 + PEOPLE * TIMES + SHARED
    assert found["follows"] == PEOPLE
    assert found["taken"] == found["matched"] == CAPACITY
    assert found["cases"] == [1, PEOPLE]
    assert found["broken"] == []
