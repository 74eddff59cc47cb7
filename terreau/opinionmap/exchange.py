"""Conversations in the files that Polis exports, read and written: CSV, agree as 1.

`votes.csv` has a row for each vote and its time, `participants-votes.csv` a row for each
participant and a column for each statement, `comments.csv` the statements, `summary.csv` the rest.
Names that end in `.gz` are read and written compressed.
"""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from terreau.opinionmap.ids import Id
from terreau.opinionmap.mapping import OpinionMap
from terreau.opinionmap.votes import Votes

FIRST = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
COMMENTS = (
    "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated",
    "is-meta", "comment-body",
)  # fmt: skip
VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
LONGEST = 10_000_000
"""Characters of a field at most: a row of a large conversation is one line, not one field."""


@dataclass(frozen=True)
class Statement:
    """A statement as a conversation's files hold it. moderated: 1 accepted, 0 not yet judged, −1
    rejected. created: milliseconds since 1970, None where unknown."""

    id: Id
    text: str = ""
    author: Id | None = None
    moderated: int = 1
    is_meta: bool = False
    created: int | None = None
    agrees: int | None = None
    disagrees: int | None = None


@dataclass(frozen=True)
class Conversation:
    """What was read: votes, statements (none without `comments.csv`) and the groups that the files
    give, {participant: group}."""

    votes: Votes
    statements: tuple[Statement, ...] = ()
    groups: dict[Id, int] | None = None


def read(votes: Path, comments: Path | None = None, *, strict: bool = False) -> Conversation:
    """A conversation from `votes.csv` or `participants-votes.csv`, and `comments.csv` if given.

    strict: statements not yet judged are out of play as rejected ones are. Some installations write
    agree as −1; where the totals of `comments` fit only so, signs are turned. Raises ValueError
    that names the file on what cannot be read.
    """
    statements = read_statements(comments) if comments else ()
    with opened(votes) as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        try:
            rows, groups = parsed(header, reader)
        except (ValueError, IndexError) as error:
            raise ValueError(f"{votes.name}: {error}") from error
    rows = turned(rows, statements)
    voted = {row[1] for row in rows}
    out = [each.id for each in statements if each.moderated < (1 if strict else 0)]
    found = Votes.from_rows(
        rows,
        listed=sorted({each.id for each in statements} | voted) if statements else (),
        moderated_out=out,
        meta=[each.id for each in statements if each.is_meta],
    )
    return Conversation(found, statements, groups)


def parsed(
    header: Sequence[str], reader: Iterable[Sequence[str]]
) -> tuple[list[tuple], dict[Id, int] | None]:
    """Rows (participant, statement, vote[, time]) and groups, of either file of votes."""
    said = [row for row in reader if row]
    for number, row in enumerate(said, start=2):
        if len(row) != len(header):
            raise ValueError(f"line {number} has {len(row)} of {len(header)} columns")
    if {"voter-id", "comment-id", "vote"} <= set(header):
        return by_vote(header, said), None
    if header[:1] == ["participant"] and "n-disagree" in header:
        return by_participant(header, said)
    raise ValueError("neither votes nor votes of participants: the first line names other columns")


def by_vote(header: Sequence[str], said: list[Sequence[str]]) -> list[tuple]:
    who, what, how = (header.index(name) for name in ("voter-id", "comment-id", "vote"))
    columns: list[list[Any]] = [ids(row[who] for row in said), ids(row[what] for row in said)]
    columns.append([answer(row[how]) for row in said])
    if "timestamp" in header:
        when = header.index("timestamp")
        columns.append([int(row[when]) for row in said])
    return list(zip(*columns, strict=True))


def by_participant(
    header: Sequence[str], said: list[Sequence[str]]
) -> tuple[list[tuple], dict[Id, int] | None]:
    first = header.index("n-disagree") + 1
    topics, people = ids(header[first:]), ids(row[0] for row in said)
    for name, found in (("statement", topics), ("participant", people)):
        if len(set(found)) != len(found):
            twice = next(each for each, count in Counter(found).items() if count > 1)
            raise ValueError(f"{name} {twice!r} stands twice in it")
    rows = [
        (person, topic, answer(value))
        for person, row in zip(people, said, strict=True)
        for topic, value in zip(topics, row[first:], strict=True)
        if value != ""
    ]
    if "group-id" not in header:
        return rows, None
    place = header.index("group-id")
    pairs = zip(people, said, strict=True)
    return rows, {person: int(row[place]) for person, row in pairs if row[place] != ""}


def answer(value: str) -> int:
    if value not in ("-1", "0", "1"):
        raise ValueError(f"a vote is not −1, 0 or 1: {value!r}")
    return int(value)


def ids(texts: Iterable[str]) -> list[Id]:
    """Whole numbers where all are, texts otherwise."""
    found = list(texts)
    return [int(each) for each in found] if all(each.isdecimal() for each in found) else list(found)


def turned(rows: list[tuple], statements: Sequence[Statement]) -> list[tuple]:
    """The rows with signs turned where the totals of statements say that agree is −1."""
    told = {each.id: (each.agrees, each.disagrees) for each in statements}
    last = {row[:2]: row[2] for row in sorted(rows, key=lambda row: row[3:])}
    counted: dict[Id, list[int]] = {}
    for (_, topic), value in last.items():
        counted.setdefault(topic, [0, 0, 0])[value] += 1  # 1 agree, −1 the last: disagree
    straight = sum(
        told.get(topic) == (n[1], n[-1]) for topic, n in counted.items() if n[1] != n[-1]
    )
    mirrored = sum(
        told.get(topic) == (n[-1], n[1]) for topic, n in counted.items() if n[1] != n[-1]
    )
    if mirrored <= straight:
        return rows
    return [(who, what, -value, *time) for who, what, value, *time in rows]


def read_statements(path: Path) -> tuple[Statement, ...]:
    """The statements of `comments.csv`; ValueError on another file or a statement twice in it."""
    with opened(path) as stream:
        reader = csv.DictReader(stream)
        if not {"comment-id", "comment-body"} <= set(reader.fieldnames or ()):
            raise ValueError(f"{path.name}: its columns are not those of comments")
        rows = list(reader)
    keys, authors = (
        ids(row["comment-id"] for row in rows),
        ids(row.get("author-id") or "0" for row in rows),
    )
    if len(set(keys)) != len(keys):
        raise ValueError(f"{path.name}: a statement stands twice in it")
    return tuple(
        Statement(
            key,
            row["comment-body"],
            author,
            whole(row.get("moderated")) or 0,
            (row.get("is-meta") or "").lower() == "true",
            whole(row.get("timestamp")),
            whole(row.get("agrees")),
            whole(row.get("disagrees")),
        )
        for key, author, row in zip(keys, authors, rows, strict=True)
    )


def whole(text: str | None) -> int | None:
    return int(text) if text else None


def write(
    folder: Path,
    found: OpinionMap,
    statements: Sequence[Statement] = (),
    *,
    topic: str = "",
    url: str = "",
    description: str = "",
) -> list[Path]:
    """The map's conversation as Polis would export it: three files, without times of votes.

    Statements not described have no text. Returns the paths written.
    """
    votes = found.votes
    known = {each.id: each for each in statements}
    topics = [known.get(each, Statement(each)) for each in votes.statements.tolist()]
    written = Counter(each.author for each in topics if each.author is not None)
    numbers = [
        ("topic", topic),
        ("url", url),
        ("voters", len(votes.participants)),
        ("voters-in-conv", int((found.groups.labels >= 0).sum())),
        ("commenters", len(written)),
        ("comments", len(topics)),
        ("groups", len(found.groups.centres)),
        ("conversation-description", description),
    ]
    tables = {
        "participants-votes.csv": participants_table(found, written),
        "comments.csv": comments_table(found, topics),
        "summary.csv": iter(numbers),
    }
    paths = []
    for name, rows in tables.items():
        paths.append(folder / name)
        with opened(paths[-1], "w") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
    return paths


def write_votes(path: Path, rows: Iterable[tuple[Id, Id, int, int]]) -> None:
    """`votes.csv` from (participant, statement, vote, milliseconds since 1970), in their order."""
    with opened(path, "w") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(VOTES)
        for who, what, value, at in rows:
            writer.writerow([at, moment(at), what, who, value])


def participants_table(found: OpinionMap, written: dict[Any, int]) -> Iterator[Sequence[Any]]:
    votes = found.votes
    topics = votes.statements.tolist()
    yield [*FIRST, *topics]
    cells: list[Any] = [""] * len(topics)
    codes, labels = votes.codes.tolist(), found.groups.labels.tolist()
    for place, person in enumerate(votes.participants.tolist()):
        row, mine = cells.copy(), codes[votes.starts[place] : votes.starts[place + 1]]
        for code in mine:
            row[code // 3] = code % 3 - 1
        group = labels[place] if labels[place] >= 0 else ""
        agrees, disagrees = row.count(1), row.count(-1)
        yield [person, group, written.get(person, 0), len(mine), agrees, disagrees, *row]


def comments_table(found: OpinionMap, topics: Sequence[Statement]) -> Iterator[Sequence[Any]]:
    yield COMMENTS
    counts, out, meta = found.votes.counts.tolist(), found.votes.moderated_out, found.votes.meta
    for place, each in enumerate(topics):
        judged = -1 if out[place] and each.moderated > 0 else each.moderated
        disagrees, _, agrees = counts[place]
        about = str(bool(meta[place])).lower()
        made = ("", "") if each.created is None else (each.created, moment(each.created))
        author = "" if each.author is None else each.author
        yield [*made, each.id, author, agrees, disagrees, judged, about, each.text]


def moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%a %b %d %H:%M:%S UTC %Y")


@contextmanager
def opened(path: Path, mode: str = "r") -> Iterator[TextIO]:
    """A file of UTF-8 text, compressed if its name says so; a byte-order mark is passed over."""
    csv.field_size_limit(LONGEST)
    encoding = "utf-8-sig" if mode == "r" else "utf-8"
    file: Any = gzip.open(path, f"{mode}b") if path.suffix == ".gz" else path.open(f"{mode}b")  # noqa: SIM115
    with file, io.TextIOWrapper(file, encoding=encoding, newline="") as stream:
        try:
            yield stream
        except (UnicodeDecodeError, gzip.BadGzipFile, EOFError, csv.Error) as error:
            raise ValueError(f"{path.name}: {error}") from error
