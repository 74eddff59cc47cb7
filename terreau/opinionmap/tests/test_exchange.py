"""Files as Polis exports them: read, written, read again; and what is wrong with some."""

import gzip

import pytest

from terreau.opinionmap import Statement, Votes, opinion_map, read, write, write_votes
from terreau.opinionmap.exchange import read_statements
from terreau.opinionmap.tests.samples import make_rows

VOTES = "timestamp,datetime,comment-id,voter-id,vote\n"
COMMENTS = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
PEOPLE = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,"


def put(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_written_and_read_again(tmp_path):
    rows, _ = make_rows(people=60)
    statements = [
        Statement(
            each, f"Statement, “{each}”\nin two lines", each % 5, 1, each == 7, 1_700_000_000_000
        )
        for each in range(30)
    ]
    votes = Votes.from_rows(rows, moderated_out=[3], meta=[7])
    found = opinion_map(votes, draws=0, factors=False)
    paths = write(tmp_path, found, statements, topic="A topic", url="https://example.org/t")
    assert [path.name for path in paths] == [
        "participants-votes.csv",
        "comments.csv",
        "summary.csv",
    ]
    again = read(paths[0], paths[1])
    assert list(again.votes.rows()) == list(votes.rows())
    assert again.votes.moderated_out.tolist() == votes.moderated_out.tolist()
    assert again.votes.meta.tolist() == votes.meta.tolist()
    assert again.statements[8].text == "Statement, “8”\nin two lines"
    assert again.statements[8].agrees == votes.counts[8, 2]
    labels = dict(zip(votes.participants.tolist(), found.groups.labels.tolist(), strict=True))
    assert again.groups == {who: label for who, label in labels.items() if label >= 0}
    assert "topic,A topic\n" in paths[2].read_text()


def test_votes_with_their_times(tmp_path):
    path = tmp_path / "votes.csv.gz"
    write_votes(path, [("b", 1, 1, 1_403_054_214_196), ("a", 1, -1, 5_000), ("b", 1, 0, 9_000)])
    second = gzip.decompress(path.read_bytes()).decode().splitlines()[1]
    assert second == "1403054214196,Wed Jun 18 01:16:54 UTC 2014,1,b,1"
    assert list(read(path).votes.rows()) == [("a", 1, -1), ("b", 1, 1)]


def test_rejected_and_unjudged_statements(tmp_path):
    votes = put(tmp_path, "votes.csv", VOTES + "1,,0,5,1\n2,,1,5,-1\n3,,2,6,1\n")
    comments = put(
        tmp_path,
        "comments.csv",
        "\ufeff"
        + COMMENTS
        + "1,,0,5,1,0,-1,no\n1,,1,5,0,1,0,perhaps\n1,,2,5,1,0,1,yes\n1,,3,5,0,0,1,new\n",
    )
    usual, strict = read(votes, comments), read(votes, comments, strict=True)
    assert usual.votes.statements.tolist() == [0, 1, 2, 3]
    assert usual.votes.moderated_out.tolist() == [True, False, False, False]
    assert strict.votes.moderated_out.tolist() == [True, True, False, False]


def test_signs_the_other_way_round_are_turned(tmp_path):
    votes = put(tmp_path, "votes.csv", VOTES + "1,,0,5,-1\n2,,0,6,-1\n3,,1,6,1\n")
    comments = put(tmp_path, "comments.csv", COMMENTS + "1,,0,5,2,0,1,a\n1,,1,5,0,1,1,b\n")
    assert [row[2] for row in read(votes, comments).votes.rows()] == [1, 1, -1]
    assert [row[2] for row in read(votes).votes.rows()] == [-1, -1, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "neither votes nor"),
        ("a,b\n1,2\n", "neither votes nor"),
        (VOTES + "1,,0,5,2\n", "a vote is not −1, 0 or 1: '2'"),
        (VOTES + "1,,0,5\n", "line 2 has 4 of 5 columns"),
        (VOTES + "soon,,0,5,1\n", "invalid literal"),
        (PEOPLE + "1,2\n7,,0,0,0,0,,\n7,,0,0,0,0,,\n", "participant 7 stands twice in it"),
        (PEOPLE + "1,1\n7,,0,0,0,0,,\n", "statement 1 stands twice in it"),
        (PEOPLE + "1,2\n7,,0,0,0,0,1\n", "line 2 has 7 of 8 columns"),
    ],
)
def test_bad_files_are_named(tmp_path, text, said):
    path = put(tmp_path, "votes.csv", text)
    with pytest.raises(ValueError, match=said) as caught:
        read(path)
    assert str(caught.value).startswith("votes.csv: ")


def test_bad_statements_are_named(tmp_path):
    with pytest.raises(ValueError, match="not those of comments"):
        read_statements(put(tmp_path, "comments.csv", VOTES))
    twice = COMMENTS + "1,,0,5,2,0,1,a\n1,,0,5,0,1,1,b\n"
    with pytest.raises(ValueError, match="stands twice"):
        read_statements(put(tmp_path, "comments.csv", twice))


def test_what_is_not_text_or_not_compressed(tmp_path):
    binary = tmp_path / "votes.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ValueError, match=r"votes\.csv: "):
        read(binary)
    plain = put(tmp_path, "votes.csv.gz", VOTES)
    with pytest.raises(ValueError, match=r"votes\.csv\.gz: "):
        read(plain)
