"""Three people at the very same moment: one claims, one stays, one invitation gives one role."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import database_beside
from tests.joining import TIMES

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.django_db  # for the engine that the suite runs on


def test_people_who_act_at_the_same_moment_leave_every_organization_one_administrator(tmp_path):
    with database_beside(tmp_path) as url:
        process = subprocess.run(
            [sys.executable, "-m", "tests.joining"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "TERREAU_HOME": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
            timeout=600,
            check=True,
        )
    found = json.loads(process.stdout)
    assert (found["claimed"], found["claims"]) == (TIMES, TIMES)
    assert found["claimants"] == [1] * TIMES
    assert found["left"] == [1] * TIMES
    assert min(found["demoted"]) >= 1
    assert found["accepted"] == [TIMES, TIMES]
    assert (found["open"], found["broken"]) == (0, [])
