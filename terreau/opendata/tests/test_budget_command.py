"""`terreau budget` on an invented election: what it prints, and how it ends."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

FILE = """META
key;value
description;An invented budget
num_projects;3
num_votes;10
budget;1000
vote_type;approval
min_project_score_threshold;3
PROJECTS
project_id;cost;votes;name;selected
A;500;6;Shade for the school yard;1
B;400;4;Bicycle stands;1
C;300,00;2;A bench;0
VOTES
voter_id;vote
""" + "".join(
    f"{voter};{vote}\n"
    for voter, vote in enumerate(["A"] * 4 + ["A,C"] * 2 + ["B"] * 4)
)  # fmt: skip


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "invented.pb"
    path.write_text(FILE)
    return str(path)


def said(*given, **options):
    out = io.StringIO()
    call_command("budget", *given, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_winners_cost_and_parameters_are_said(file):
    text = said(file)
    assert "Shade for the school yard" in text
    assert "2 winners cost 900.00 of 1,000.00." in text
    assert "rule: equal-shares" in text
    assert "Each voter holds 100.00, after 0 steps." in text
    assert "The official winners are the same." in text


def test_reasons_are_said_for_each_rule(file):
    text = said(file, "--explain")
    assert "A: 6 voters paid 83.33, 0 less." in text
    assert "C: 266.67 were missing; a cost of 33.33 or 3 more votes win." in text
    text = said(file, "--rule", "greedy", "--explain")
    assert "B: wins by its place in the list." in text
    text = said(file, "--rule", "phragmen", "--explain")
    assert "A: 6 voters paid from 83.33 to 83.33." in text
    assert "C: 200.00 were missing; " in text


def test_json_holds_parameters_and_reasons(file):
    given = ("--json", "--explain", "--completion", "add1", "--integral", "--step", "0.5")
    found = json.loads(said(file, *given))
    assert found["parameters"]["step"] == "1/2"
    assert found["winners"] == ["A", "B"]
    assert [each["key"] for each in found["explanations"]] == ["A", "B", "C"]
    greedy = json.loads(said(file, "--rule", "greedy", "--json"))
    assert greedy["parameters"]["threshold"] == 3  # what the file says
    free = json.loads(said(file, "--rule", "greedy", "--threshold", "0", "--no-skip", "--json"))
    assert free["parameters"] == greedy["parameters"] | {"threshold": 0, "skip": False}


def test_a_claim_is_held_against_the_ballots(file, tmp_path):
    claim = tmp_path / "claim.json"
    claim.write_text(said(file, "--completion", "add1", "--json"))
    assert said(file, "--verify", str(claim)) == "The outcome is right.\n"
    claim.write_text('{"winners": ["A", "C"], "cost": 800}')
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("budget", file, "--verify", str(claim), stdout=out)
    assert ended.value.code == 1
    assert out.getvalue() == "The outcome is wrong.\nIt lacks: B\nIt should not hold: C\n"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (("--step", "-1"), "the step is below 0"),
        (("--step", "soon"), "the step is no amount"),
        (("--utility", "cardinal"), "ballots give no points"),
        (("--verify", "/nowhere/claim.json"), "/nowhere/claim.json: No such file"),
    ],
)
def test_what_cannot_be_done_is_said(given, error, file):
    with pytest.raises(CommandError, match=error):
        said(file, *given)


def test_what_is_no_file_and_no_claim_is_said(file, tmp_path):
    with pytest.raises(CommandError, match=r"no\.pb: No such file"):
        said("no.pb")
    wrong = tmp_path / "claim.json"
    for text, error in (("[", "not JSON"), ("[]", "a claim holds"), ("{}", "a claim holds")):
        wrong.write_text(text)
        with pytest.raises(CommandError, match=error):
            said(file, "--verify", str(wrong))
    (tmp_path / "bad.pb").write_text("hello")
    with pytest.raises(CommandError, match=r"bad\.pb: the file does not begin with META"):
        said(str(tmp_path / "bad.pb"))
