"""`terreau opinion-map` on an invented conversation: what it prints and writes, and how it ends."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from terreau.opinionmap import read
from terreau.opinionmap.tests.samples import make_rows

COMMENTS = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"


@pytest.fixture(params=["en", "fr"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture(scope="module")
def votes(tmp_path_factory):
    path = tmp_path_factory.mktemp("conversation") / "votes.csv"
    rows, _ = make_rows(people=60, topics=20, share=0.7, camps=2)
    lines = [f"{place},{what},{who},{vote}\n" for place, (who, what, vote) in enumerate(rows)]
    path.write_text("timestamp,comment-id,voter-id,vote\n" + "".join(lines))
    return path


@pytest.fixture(scope="module")
def comments(votes):
    path = votes.parent / "comments.csv"
    lines = [f"0,{each},1,0,0,1,A tree in street {each}\n" for each in range(20)]
    path.write_text(COMMENTS + "".join(lines))
    return path


def printed(*arguments, **options):
    out = io.StringIO()
    call_command("opinion_map", *arguments, stdout=out, **options)
    return out.getvalue()


def test_a_person_reads_groups_and_what_they_share(votes, comments, language):
    said = printed(votes, comments=comments, draws=2)
    assert {"en": "60 participants, 20 statements", "fr": "60 participants, 20 contributions"}[
        language
    ] in said
    assert {"en": "Group A (", "fr": "Groupe A ("}[language] in said
    assert "A tree in street" in said


def test_json(votes):
    said = json.loads(printed(votes, json=True, draws=2, seed=9))
    assert said["stability"]["seed"] == 9
    assert len(said["positions"]["id"]) == 60
    assert "positions" not in json.loads(printed(votes, json=True, draws=0, no_participants=True))


def test_the_picture_and_its_table(votes, tmp_path, language):
    assert printed(votes, svg=tmp_path / "map.svg", draws=0) == ""
    drawn = (tmp_path / "map.svg").read_text()
    assert {"en": "Opinion map", "fr": "Carte des opinions"}[language] in drawn
    table = (tmp_path / "map.csv").read_text().splitlines()
    assert sum(int(float(line.split(",")[1])) for line in table[1:]) == 60


def test_files_as_polis_exports_them(votes, comments, tmp_path):
    printed(votes, comments=comments, polis=tmp_path / "out", draws=0)
    again = read(tmp_path / "out" / "participants-votes.csv", tmp_path / "out" / "comments.csv")
    assert list(again.votes.rows()) == list(read(votes).votes.rows())


def test_what_is_wrong_is_one_line(tmp_path, votes):
    with translation.override("en"):
        with pytest.raises(CommandError, match="nowhere"):
            printed(tmp_path / "nowhere.csv")
        with pytest.raises(CommandError, match="neither votes nor"):
            (tmp_path / "other.csv").write_text("a,b\n1,2\n")
            printed(tmp_path / "other.csv")
        with pytest.raises(CommandError, match="There is no vote"):
            (tmp_path / "none.csv").write_text("timestamp,comment-id,voter-id,vote\n")
            printed(tmp_path / "none.csv")
        with pytest.raises(CommandError, match="No such file"):
            printed(votes, svg=tmp_path / "no" / "map.svg", draws=0)
