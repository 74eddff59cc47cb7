"""200 decisions on 20 projects at once, some processes killed: each review is decided once."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import database_beside

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.django_db  # for the engine that the suite runs on


def test_committees_that_decide_at_once_and_are_killed_decide_once(tmp_path):
    seed = random.randrange(10**6)
    with database_beside(tmp_path) as url:
        process = subprocess.run(
            [sys.executable, "-m", "tests.deciding", str(seed)],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "TERREAU_HOME": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
            timeout=600,
            check=True,
        )
    found = json.loads(process.stdout)
    assert found["counts"] == [1] * 20, f"seed {seed}"
    assert (found["torn"], found["broken"]) == ([], []), f"seed {seed}"
