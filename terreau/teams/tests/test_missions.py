"""Reading a file of missions, and what it makes of the teams."""

from datetime import date
from itertools import permutations

import pytest
from django.core.management import CommandError, call_command

from terreau.entries.models import OldSlug
from terreau.harvest.documents import SourceUnreadableError
from terreau.harvest.models import Run
from terreau.ledger.models import Statement
from terreau.projects.tests.factories import make_project
from terreau.teams import sources  # noqa: F401  declares the words of the findings
from terreau.teams.actions import bring, known_from
from terreau.teams.missions import read
from terreau.teams.models import Member, Mission

HEAD = "member,domain,status,start,end,projects\n"
DAY1, DAY2, DAY3 = date(2024, 1, 1), date(2024, 6, 1), date(2025, 1, 1)


@pytest.fixture
def written(tmp_path):
    """A function that writes lines as a file and returns its path."""

    def write(*lines, head=HEAD, name="missions.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes((head + "".join(f"{line}\n" for line in lines)).encode(encoding))
        return path

    return write


def codes(found):
    return [(finding.code, finding.line) for finding in found.findings]


def test_lines_are_read_and_the_last_day_counts(written):
    found = read(written("m1,Développement,independent,2024-01-01,2024-06-30,un deux"))
    assert [(each.project, each.start, each.end) for each in found.lines] == [
        ("un", DAY1, date(2024, 7, 1)),
        ("deux", DAY1, date(2024, 7, 1)),
    ]
    assert (found.read, found.idle, found.findings) == (1, 0, [])


def test_a_spreadsheets_own_ways_are_understood(written):
    head = "\ufeffProjects;Member;Domain;Status;Start;End;remark\n"
    found = read(written("un;m1;Data;Admin;2024-01-01;;x", "", head=head))
    assert [(each.project, each.status, each.end) for each in found.lines] == [
        ("un", "admin", None)
    ]


def test_what_is_wrong_is_told_with_its_line_and_without_quoting_persons(written):
    found = read(
        written(
            "m1,Data,admin,2024-01-01,,un",
            "m1,Data,admin,2024-01-01",
            "Jeanne Essai,Data,admin,2024-01-01,,un",
            "jeanne@example.org,Data,admin,2024-01-01,,un",
            "m2,Data,admin,,,un",
            "m2,Data,admin,2024-13-01,,un",
            "m2,Data,admin,2024-01-01,31/12/2024,un",
            "m2,Data,admin,0001-01-01,,un",
            "m2,Data,admin,2024-02-01,2024-01-31,un",
            "m2,Data,Jeanne,2024-01-01,,un",
            "m1,Data,admin,2024-01-01,,un",
            "m3,Data,admin,2024-01-01,,",
        )
    )
    assert codes(found) == [
        ("mission-cells", 3),
        ("mission-without-member", 4),
        ("mission-without-member", 5),
        ("mission-bad-date", 6),
        ("mission-bad-date", 7),
        ("mission-bad-date", 8),
        ("mission-bad-date", 9),
        ("mission-end-before-start", 10),
        ("mission-unknown-status", 11),
        ("mission-twice", 12),
    ]
    assert len(found.lines) == 2
    assert found.idle == 1
    assert "eanne" not in str([finding.as_dict() for finding in found.findings])


@pytest.mark.parametrize("text", ["", "a,b,c\n", "member,domain,status,start,end\n"])
def test_a_file_without_its_columns_is_refused(written, text):
    with pytest.raises(SourceUnreadableError):
        read(written(head=text))


def test_what_is_not_there_or_too_large_is_refused(tmp_path, monkeypatch, written):
    for place in (tmp_path / "nothing.csv", tmp_path, "https://user:secret@example.org/x.csv"):
        with pytest.raises(SourceUnreadableError):
            read(place)
    monkeypatch.setattr("terreau.teams.missions.MOST_BYTES", 60)
    with pytest.raises(SourceUnreadableError):
        read(written("m1,Data,admin,2024-01-01,,un"))


def known_then(day=None):
    rows = Mission.objects.known(day).select_related("project", "member")
    return sorted(
        (row.member.identifier, row.project.slug, row.valid_from, row.valid_to) for row in rows
    )


A, B, C = (f"{name},Data,admin,2024-01-01,,un" for name in "abc")


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_files_does_not_matter(written, order):
    make_project(slug="un")
    files = [((A, B), DAY1), ((A, C), DAY2), ((A, B, C), DAY3)]
    for place in order:
        lines, day = files[place]
        bring(read(written(*lines, name=f"{day}.csv")), day)
    for lines, day in files:
        assert known_then(day) == [(line[0], "un", date(2024, 1, 1), None) for line in lines]
    assert known_then(date(2023, 12, 31)) == []
    assert known_then() == known_then(DAY3)
    assert Mission.objects.count() == 4  # b was known twice


@pytest.mark.django_db
def test_a_second_reading_changes_nothing(written):
    project = make_project(slug="un")
    path = written(A, B)
    first = bring(read(path), DAY1)
    before = list(Mission.objects.order_by("pk").values())
    again = bring(read(path), DAY1)
    assert list(Mission.objects.order_by("pk").values()) == before
    assert again.is_repeated
    assert (again.counts, Run.objects.count()) == (first.counts, 1)
    told = Statement.objects.get(verb="teams.read")
    assert (told.subject, told.payload) == (
        project.uid,
        {"source": "Missions", "known_at": "2024-01-01"},
    )


@pytest.mark.django_db
def test_a_dry_run_leaves_nothing(written):
    make_project(slug="un")
    run = bring(read(written(A, "x,Data,admin,2024-01-01,,nulle-part")), DAY1, dry_run=True)
    assert [each["code"] for each in run.findings] == ["mission-unknown-project"]
    for model in (Mission, Member, Run, Statement):
        assert not model.objects.exists()


@pytest.mark.django_db
def test_a_project_is_found_by_its_former_address(written):
    project = make_project(slug="un")
    OldSlug.objects.create(kind="project", slug="ancien", entry=project)
    run = bring(
        read(written("a,Data,admin,2024-01-01,,ancien", "a,Data,admin,2024-01-01,,x")), DAY1
    )
    assert known_then() == [("a", "un", date(2024, 1, 1), None)]
    assert [(each["code"], each["line"]) for each in run.findings] == [
        ("mission-unknown-project", 3)
    ]


@pytest.mark.django_db
def test_a_file_that_lacks_too_much_makes_nobody_vanish(written):
    make_project(slug="un")
    many = [f"m{n},Data,admin,2024-01-01,,un" for n in range(30)]
    bring(read(written(*many)), DAY1)
    run = bring(read(written(many[0], A, name="wrong.csv")), DAY2)
    assert [each["code"] for each in run.findings] == ["mission-too-many-missing"]
    assert len(known_then()) == 31
    bring(read(written(many[0], A, name="wrong.csv")), DAY2, allow_loss=True)
    assert len(known_then()) == 2
    assert len(known_then(DAY1)) == 30


@pytest.mark.django_db
def test_on_the_command_line(written, capsys):
    make_project(slug="un")
    path = str(written(A, "a,Data"))
    call_command("harvest", "missions", path, "--known-at", "2024-01-01", "--all")
    assert "missions.csv:3" in capsys.readouterr().out
    assert known_then() == [("a", "un", date(2024, 1, 1), None)]
    with pytest.raises(CommandError, match=r"rien\.csv"):
        call_command("harvest", "missions", "rien.csv")


@pytest.mark.django_db
def test_a_member_is_erased_with_all_missions(written):
    make_project(slug="un")
    bring(read(written(A, B)), DAY1)
    Member.objects.get(identifier="a").delete()
    assert [each[0] for each in known_then()] == ["b"]


@pytest.mark.parametrize(
    "before, told, after",
    [
        ([], True, [(2, 4)]),
        ([], False, []),
        ([(1, 5)], False, [(1, 2), (4, 5)]),
        ([(1, None)], False, [(1, 2), (4, None)]),
        ([(1, None)], True, [(1, None)]),
        ([(1, 2), (4, 6)], True, [(1, 6)]),
        ([(3, 5)], False, [(4, 5)]),
        ([(2, 4)], False, []),
        ([(6, 7)], True, [(2, 4), (6, 7)]),
    ],
)
def test_when_a_mission_was_known(before, told, after):
    assert known_from(before, 2, 4, told) == after


def test_without_a_later_file_what_is_told_stays_known():
    assert known_from([(1, None)], 2, None, False) == [(1, 2)]
    assert known_from([(1, 2)], 2, None, True) == [(1, None)]
    assert known_from([], 2, None, True) == [(2, None)]
