"""What is killed in the middle of its work leaves nothing lost, nothing doubled, nothing torn."""

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


def start(scenario, seed, url, home):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.disturbances", scenario, str(seed)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "TERREAU_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )


def told(process):
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 0
    return json.loads(said)


def test_a_harvest_that_is_killed_is_completed_by_the_next(tmp_path):
    seed = random.randrange(10**6)
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    calm.mkdir()
    rough.mkdir()
    with database_beside(calm) as one, database_beside(rough) as other:
        processes = [start("undisturbed", seed, one, calm), start("killed", seed, other, rough)]
        undisturbed, killed = map(told, processes)
    assert undisturbed["broken"] == [] == killed["broken"], f"seed {seed}"
    assert killed["unfinished"] == 0
    for name, rows in undisturbed.items():
        assert killed[name] == rows, f"{name}, seed {seed}"


def test_people_who_act_at_once_and_are_killed_leave_whole_projects(tmp_path):
    seed = random.randrange(10**6)
    with database_beside(tmp_path) as url:
        found = told(start("together", seed, url, tmp_path))
    assert found["changes"] > 0
    assert (found["broken"], found["torn"], found["doubled"]) == ([], [], []), f"seed {seed}"
