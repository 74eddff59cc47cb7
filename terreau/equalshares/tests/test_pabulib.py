"""Reading and writing .pb files, with what real ones are known for."""

import gzip
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau.equalshares import BadElection, Parameters, Project, decide, pabulib

ODD = (
    "\ufeffMETA\r\nkey;value\r\ndescription;Budget \"2026\"\r\nbudget;1 000,50\r\nnum_votes;5\r\n"
    "num_projects;3\r\nvote_type;approval\r\n\r\nPROJECTS\r\nproject_id;cost;votes;name;selected\r\n"
    "1;200,25;3;\"Jardin; \"\"ombre\"\"\r\net bancs\";1\r\nB 2;1.100,00;1;„Rower”;0\r\n"
    "c-3;300.5;1;;2\r\nVOTES\r\nvoter_id;vote\r\na;1\r\nb;\r\nc;1, B 2 ,1\r\nd\r\ne;c-3,1\r\n"
)  # fmt: skip


def test_what_real_files_hold_is_read():
    held = pabulib.parse(ODD)
    found = held.election()
    assert held.meta["description"] == 'Budget "2026"'
    assert found.budget == Fraction("1000.5")
    assert [each.cost for each in found.projects] == [Fraction("200.25"), 1100, Fraction("300.5")]
    assert found.projects[0].name == 'Jardin; "ombre"\r\net bancs'
    assert (found.voters, found.votes) == (5, [3, 1, 1])
    assert held.selected == ["1"]
    assert held.notes == ["1 ballots name a project more than once: it is counted once"]


def test_differences_to_what_a_file_says_of_itself_are_noted():
    held = pabulib.parse(ODD.replace("num_votes;5", "num_votes;6").replace("25;3;", "25;4;"))
    held.election()
    assert "num_votes says 6, the file holds 5" in held.notes
    assert "votes of 1 projects are not those said: 1" in held.notes


def test_files_come_back_as_they_were(tmp_path):
    held = pabulib.parse(ODD)
    pabulib.write(held, tmp_path / "a.pb")
    assert pabulib.read(tmp_path / "a.pb") == held
    (tmp_path / "a.pb.gz").write_bytes(gzip.compress(ODD.encode()))
    assert pabulib.read(tmp_path / "a.pb.gz") == held


HEAD = "META\nkey;value\nbudget;10\n{meta}PROJECTS\nproject_id;cost\n{projects}VOTES\nvoter_id;vote"
PROJECTS = "A;4\nB;6\n"


def text(meta="", projects=PROJECTS, votes="\nv;A\n"):
    return HEAD.format(meta=meta, projects=projects) + votes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "PROJECTS has no column cost, project_id"),
        ("key;value\n", "does not begin with META"),
        (text().replace("VOTES\nvoter_id;vote\nv;A\n", ""), "VOTES has no column vote"),
        (text(projects="A;four\n"), "the cost of A is no amount: 'four'"),
        (text(projects="A;4\nA;6\n"), "two projects have the key 'A'"),
        (text(projects="A;-4\n"), "the cost of A is below 0"),
        (text().replace("budget;10\n", ""), "the budget is no amount"),
        (text(votes="\nv;A\nw;C\n"), "ballot 2 names an unknown project: 'C'"),
        (text(votes="\n"), "nobody votes"),
        (text(votes=";points\nv;A,B;3\n"), "ballot 1 gives 1 points to 2 projects"),
        (text(votes=";points\nv;A,A;3,4\n"), "ballot 1 gives 'A' two different points"),
        (text(votes=";points\nv;A;many\n"), "the points of ballot 1 is no amount"),
    ],
)
def test_what_is_no_file_is_said(given, said):
    with pytest.raises(BadElection, match=said):
        pabulib.parse(given).election()


def test_a_file_in_another_encoding_is_said(tmp_path):
    (tmp_path / "a.pb").write_bytes("META\nkey;value\nunit;Łódź\n".encode("iso-8859-2"))
    with pytest.raises(BadElection, match="not UTF-8"):
        pabulib.read(tmp_path / "a.pb")


def test_points_and_rankings_are_points():
    cumulative = pabulib.parse(text(votes=";points\nv;A,B;3,1\nw;B,A;2,0\n")).election()
    assert (cumulative.votes, cumulative.scores) == ([1, 2], [3, 3])
    ranked = pabulib.parse(text("vote_type;ordinal\nmax_length;3\n", votes="\nv;A,B\nw;B\n"))
    assert ranked.election().scores == [3, 5]


def test_rows_of_a_database_become_a_file():
    projects = [Project("A", Fraction(9, 2), "Garden"), Project("B", Fraction(6))]
    approved = pabulib.of_rows({"budget": "10"}, projects, [["A", "B"], []], selected=["A"])
    again = pabulib.parse(pabulib.text_of(approved))
    assert again == approved
    assert again.selected == ["A"]
    assert decide(again.election()).winners == ("A",)
    pointed = pabulib.of_rows({"budget": "10"}, projects, [{"A": 2, "B": 1}])
    assert pabulib.parse(pabulib.text_of(pointed)).election().scores == [2, 1]
    third = Project("C", Fraction(1, 3))
    with pytest.raises(BadElection, match="no end in decimals"):
        pabulib.of_rows({"budget": "10"}, [third], [["C"]])


@settings(max_examples=60, deadline=None)
@given(
    names=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=4)
)
def test_any_name_survives(names):
    projects = [Project(f"p{place}", Fraction(1), name) for place, name in enumerate(names)]
    held = pabulib.of_rows({"budget": "10"}, projects, [["p0"]])
    again = pabulib.parse(pabulib.text_of(held))
    assert again == held
    assert [each.name for each in again.election().projects] == names
    assert decide(again.election(), Parameters()).winners == ("p0",)
