"""Figures of reviews and teams that were counted by hand, against the state of the source that
they are of. It is harvested once, with the missions of its day; every harvest is rolled back."""

import json
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from terreau.betagouv.actions import harvest
from terreau.betagouv.reader import read
from terreau.reviews.coverage import counted
from terreau.reviews.reference import outcomes
from terreau.teams.actions import bring
from terreau.teams.missions import read as read_missions
from terreau.teams.models import Member
from terreau.teams.queries import continuity, figures

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "betagouv"
DAY, JULY = date(2026, 8, 20), date(2026, 7, 1)
MISSIONS = FOLDER / f"missions-{DAY}.csv"

pytestmark = [
    pytest.mark.shareddata,
    pytest.mark.django_db,
    pytest.mark.xdist_group("known reviews"),
    pytest.mark.skipif(not MISSIONS.is_file(), reason="the shared missions are not here"),
]


def command(as_of, **given):
    out = StringIO()
    call_command(
        "reviews", as_of=str(as_of), known_at=str(DAY), json=True, stdout=out, **given
    )  # fmt: skip
    return json.loads(out.getvalue())


def page():
    asked = {"as_of": str(DAY), "known_at": str(DAY)}
    return Client().get("/en/reviews/coverage/", asked).content.decode()


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        harvest(read(FOLDER / f"{DAY}.tar.gz", snapshot_date=DAY), DAY)
        run = bring(read_missions(MISSIONS), DAY)
        teams = continuity(DAY, DAY)
        found = {
            "run": (run.counts, run.findings),
            "members": set(Member.objects.values_list("identifier", flat=True)),
            "again": bring(read_missions(MISSIONS), DAY).is_repeated,
            "july": counted(JULY, DAY),
            "august": counted(DAY, DAY),
            "before": counted(JULY, date(2026, 8, 19)),
            "teams": figures(teams, DAY),
            "reference": outcomes("construction", 14, DAY, DAY),
            "command": command(JULY),
            "staff": command(DAY, figure="teams"),
            "page": page(),
        }
        transaction.set_rollback(True)
    return found


def test_twelve_of_207_accompanied_projects_have_no_active_member(answers):
    """In construction, acceleration or consolidation; missions up to their last day."""
    assert answers["teams"] == {"projects": 207, "without": 12, "ending": 9}
    (record,) = answers["staff"]["records"]
    assert record == {"projects": 207, "without": 12, "ending": 9, "within_days": 90}
    shown = " ".join(re.sub(r"<[^>]*>", " ", answers["page"]).split())
    assert "12 without an active member" in shown
    assert "9 lose their whole team within 90 days" in shown


def test_the_whole_file_is_read_and_no_finding_names_a_member(answers):
    counts, findings = answers["run"]
    assert counts["read"] == 4761
    assert not any(each["severity"] == "error" for each in findings)
    told = json.dumps(findings)
    assert not any(f'"{member}"' in told for member in answers["members"])
    assert answers["again"]


def test_49_of_214_projects_had_a_committee_within_a_year(answers):
    found = answers["july"]
    assert (found.projects, found.reviewed) == (214, 49)
    assert found.points[-1] == (JULY, 214, 49)
    record = answers["command"]["records"][0]
    assert (record["projects"], record["reviewed"]) == (214, 49)


def test_99_of_215_committees_have_no_comment(answers):
    assert (answers["july"].recorded, answers["july"].silent) == (215, 99)
    assert (answers["august"].recorded, answers["august"].silent) == (215, 99)


def test_112_intervals_with_a_median_of_six_months_and_a_half(answers):
    found = answers["august"]
    assert sum(found.gaps.values()) == 112
    assert found.median_months == pytest.approx(6.4, abs=0.05)


def test_nothing_was_known_before_the_harvest(answers):
    assert (answers["before"].projects, answers["before"].recorded) == (0, 0)


def test_where_projects_stood_six_months_after_month_14_of_construction(answers):
    """Counted a second time by a script that walked each project's phases by hand."""
    ends, waiting = answers["reference"]
    assert (sum(ends.values()), waiting) == (210, 24)
    assert (ends["construction"], ends["acceleration"]) == (158, 32)
