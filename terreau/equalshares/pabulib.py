"""The .pb files of pabulib.org: META, PROJECTS and VOTES, columns between semicolons.

The format: Faliszewski, Flis, Peters, Pierczyński, Skowron, Stolicki, Szufa, Talmon:
Participatory Budgeting: Data, Tools and Analysis, 2023. What real files hold beside it is read: a
byte-order mark, decimal commas, ballots that name nothing or name a project twice, compressed
files. What a file says of itself and what it holds are compared; differences are `notes`.
"""

import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from io import StringIO
from pathlib import Path

from terreau.equalshares.amounts import BadElection, amount
from terreau.equalshares.elections import Election, Project

SECTIONS = ("META", "PROJECTS", "VOTES")
ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class PbFile:
    """A file as it stands: everything is text. projects, votes: rows beside their columns."""

    meta: dict[str, str]
    project_columns: tuple[str, ...]
    projects: list[tuple[str, ...]]
    vote_columns: tuple[str, ...]
    votes: list[tuple[str, ...]]
    notes: list[str] = field(default_factory=list)

    def election(self) -> Election:
        """The election of the file. Points are those of ballots that give some; a ranking of k
        projects of at most m gives m, m − 1 … points (Borda)."""
        listed = [
            Project(key, number(cost, f"the cost of {key}"), name)
            for key, cost, name in zip(
                *map(self.of_project, ("project_id", "cost", "name")), strict=True
            )
        ]
        places = {each.key: place for place, each in enumerate(listed)}
        given = self.of_vote("points") if "points" in self.vote_columns else None
        ranked = self.meta.get("vote_type") == ORDINAL
        ballots = [split(each) for each in self.of_vote("vote")]
        longest = max([int(self.meta.get("max_length") or 0), *map(len, ballots)], default=0)
        who: list[int] = []
        what: list[int] = []
        points: list[Fraction] = []
        twice = 0
        for voter, named in enumerate(ballots):
            if not named:
                continue
            kept = list(dict.fromkeys(named))
            try:
                what += [places[key] for key in kept]
            except KeyError as error:
                said = f"ballot {voter + 1} names an unknown project: {error.args[0]!r}"
                raise BadElection(said) from None
            who += [voter] * len(kept)
            if len(kept) < len(named):
                twice += 1
            if ranked:
                points += [Fraction(longest - place) for place in range(len(kept))]
            elif given is not None:
                points += pointed(named, split(given[voter]), voter)
        if twice:
            self.note(f"{twice} ballots name a project more than once: it is counted once")
        cardinal = points if ranked or given is not None else None
        budget = number(self.meta.get("budget", ""), "the budget")
        found = Election.of_arrays(listed, budget, who, what, cardinal, len(self.votes))
        self.compare(listed, Counter(key for named in ballots for key in set(named)))
        return found

    @property
    def selected(self) -> list[str] | None:
        """Keys of the official winners, where the file says; those of reserve lists are none."""
        if "selected" not in self.project_columns:
            return None
        said = zip(self.of_project("project_id"), self.of_project("selected"), strict=True)
        return [key for key, value in said if value.strip() == "1"]

    def of_project(self, column: str) -> list[str]:
        return values(self.project_columns, self.projects, column)

    def of_vote(self, column: str) -> list[str]:
        return values(self.vote_columns, self.votes, column)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def compare(self, listed: list[Project], named: Counter) -> None:
        """Note where the file's own counts are not those of its rows."""
        counts = {"num_projects": len(self.projects), "num_votes": len(self.votes)}
        for name, count in counts.items():
            if self.meta.get(name, str(count)).strip() != str(count):
                self.note(f"{name} says {self.meta[name]}, the file holds {count}")
        if "votes" in self.project_columns:
            said = zip(listed, self.of_project("votes"), strict=True)
            wrong = [p.key for p, text in said if text.strip() not in ("", str(named[p.key]))]
            if wrong:
                self.note(f"votes of {len(wrong)} projects are not those said: {wrong[0]}")


def read(path: str | Path) -> PbFile:
    """A .pb file, or one compressed by gzip."""
    data = Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    try:
        return parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadElection(f"the file is not UTF-8: byte {error.start}") from None


def parse(text: str) -> PbFile:
    meta: dict[str, str] = {}
    heads: dict[str, tuple[str, ...]] = {}
    rows: dict[str, list[tuple[str, ...]]] = {name: [] for name in SECTIONS}
    section = ""
    for row in csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"):
        if not any(row):
            continue
        if row[0].strip().upper() in SECTIONS and not any(row[1:]):
            section = row[0].strip().upper()
        elif not section:
            raise BadElection("the file does not begin with META")
        elif section not in heads:
            heads[section] = tuple(each.strip() for each in row)
        elif section == "META":
            meta[row[0].strip()] = row[1].strip() if len(row) > 1 else ""
        else:
            missing = len(heads[section]) - len(row)
            rows[section].append((*row, *[""] * missing) if missing > 0 else tuple(row))
    for name, wanted in (("PROJECTS", {"project_id", "cost"}), ("VOTES", {"vote"})):
        lacking = wanted - set(heads.get(name, ()))
        if lacking:
            raise BadElection(f"{name} has no column {', '.join(sorted(lacking))}")
    return PbFile(meta, heads["PROJECTS"], rows["PROJECTS"], heads["VOTES"], rows["VOTES"])


def text_of(file: PbFile) -> str:
    """The file as text; `parse` gives the same back."""
    output = StringIO()
    writer = csv.writer(output, delimiter=";", lineterminator="\n")
    writer.writerow(["META"])
    writer.writerow(["key", "value"])
    writer.writerows(file.meta.items())
    writer.writerow(["PROJECTS"])
    writer.writerow(file.project_columns)
    writer.writerows(file.projects)
    writer.writerow(["VOTES"])
    writer.writerow(file.vote_columns)
    writer.writerows(file.votes)
    return output.getvalue()


def write(file: PbFile, path: str | Path) -> None:
    Path(path).write_text(text_of(file), encoding="utf-8")


def of_rows(
    meta: dict[str, str],
    projects: Iterable[Project],
    ballots: Iterable[Sequence[str] | dict[str, int]],
    selected: Iterable[str] | None = None,
) -> PbFile:
    """A file of what a database holds; whole or decimal costs as they are, ballots as in
    `Election.of_ballots`, voters numbered."""
    listed, given = list(projects), list(ballots)
    count = Counter(key for ballot in given for key in ballot)
    won = None if selected is None else set(selected)
    columns = ("project_id", "cost", "votes", "name") + (() if won is None else ("selected",))
    rows = [
        (each.key, decimal(each.cost), str(count[each.key]), each.name)
        + (() if won is None else (str(int(each.key in won)),))
        for each in listed
    ]
    cardinal = any(isinstance(each, dict) for each in given)
    votes = [
        (str(number + 1), ",".join(each))
        + ((",".join(str(each[key]) for key in each),) if isinstance(each, dict) else ())
        for number, each in enumerate(given)
    ]
    said = meta | {"num_projects": str(len(rows)), "num_votes": str(len(votes))}
    said.setdefault("vote_type", "cumulative" if cardinal else "approval")
    named = ("voter_id", "vote", "points") if cardinal else ("voter_id", "vote")
    return PbFile(said, columns, rows, named, votes)


def decimal(value: Fraction) -> str:
    """As short as it can be said in decimals; an error where it cannot."""
    digits = 0
    while (value * 10**digits).denominator > 1:
        digits += 1
        if digits > 12:
            raise BadElection(f"{value} has no end in decimals")
    return f"{float(value):.{digits}f}" if digits else str(value.numerator)


def number(text: str, what: str) -> Fraction:
    """An amount; the last of several separators is the decimal one, a comma too."""
    digits = "".join(text.split())
    if "," in digits:
        whole, _comma, rest = digits.rpartition(",")
        digits = f"{whole.replace('.', '').replace(',', '')}.{rest}"
    return amount(digits, what)


def split(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def pointed(named, given, voter) -> list[Fraction]:
    """The points of each project that a ballot names, those named twice once."""
    if len(given) != len(named):
        raise BadElection(f"ballot {voter + 1} gives {len(given)} points to {len(named)} projects")
    found: dict[str, Fraction] = {}
    for key, text in zip(named, given, strict=True):
        points = amount(text, f"the points of ballot {voter + 1}")
        if found.setdefault(key, points) != points:
            raise BadElection(f"ballot {voter + 1} gives {key!r} two different points")
    return list(found.values())


def values(columns, rows, column) -> list[str]:
    """One column; empty texts where there is none."""
    if column not in columns:
        return [""] * len(rows)
    place = columns.index(column)
    return [row[place] for row in rows]
