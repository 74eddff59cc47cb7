"""Real conversations of Polis and its own results, from the shared data (CC BY 4.0, the
Computational Democracy Project); the engine and Polis side by side."""

import csv
import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from terreau.opinionmap import Votes, factorised, likeliest, plane, positions, read
from terreau.opinionmap.exchange import opened, parsed

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "polis"
CONVERSATIONS = sorted(path.name for path in FOLDER.glob("conversations/*"))
WHOLE = ("150ptpt-3gp-no-strict-no-meta", "below-100-ptpts")
PARTIAL = "50ptpt-3gp-strict-no-meta"  # a participant's votes are missing, priorities are all 49
HELD_OUT = 0.1


@dataclass(frozen=True)
class Fixture:
    """Votes and what Polis made of them; signs of Polis's geometry are turned, agree being −1."""

    votes: Votes
    said: dict

    @property
    def labels(self):
        """Polis's group of each participant, −1 for none."""
        base = self.said["base-clusters"]
        members = dict(zip(base["id"], base["members"], strict=True))
        group_of = {
            person: group["id"]
            for group in self.said["group-clusters"]
            for cluster in group["members"]
            for person in members[cluster]
        }
        return np.array([group_of.get(person, -1) for person in self.votes.participants.tolist()])


def fixture(name):
    def part(file):
        return json.loads(gzip.open(FOLDER / "fixtures" / name / f"{file}.json.gz").read())

    said = part("math-pca2")
    names = ("participant_id", "statement_id") if name != "below-100-ptpts" else ("pid", "tid")
    rows = [(vote[names[0]], vote[names[1]], vote["vote"]) for vote in part("votes")]
    known = {"listed": said["tids"], "moderated_out": said["mod-out"], "meta": said["meta-tids"]}
    return Fixture(Votes.from_rows(rows, **known), said)


def conversation(name):
    folder = FOLDER / "conversations" / name
    return read(folder / "participants-votes.csv.gz", folder / "comments.csv.gz")


def votes_with_times(name):
    """Rows of votes.csv, with votes that were changed later; [] where there is none."""
    path = FOLDER / "conversations" / name / "votes.csv.gz"
    if not path.is_file():
        return []
    with opened(path) as stream:
        reader = csv.reader(stream)
        return parsed(next(reader), reader)[0]


def held_out_errors(votes, seed):
    """Squared error on a tenth of the votes in play, drawn by chance, in parts of the statement
    mean's: of Polis's positions, of the likeliest ones, and of the factors."""
    people, topics = votes.participants[votes.who], votes.codes // 3
    values = votes.codes % 3 - 1
    played = ~votes.aside[topics]
    out = played & (np.random.default_rng(seed).random(len(values)) < HELD_OUT)
    said = [each[played & ~out] for each in (people, votes.statements[topics], values)]
    kept = Votes.from_arrays(*said, listed=votes.statements[~votes.aside].tolist())
    out &= np.isin(people, kept.participants)
    who = np.searchsorted(kept.participants, people[out])
    what = np.searchsorted(kept.statements, votes.statements[topics[out]])
    value = values[out]
    found = plane(kept)
    mean = found.means[what]

    def error(expected):
        return float(((expected - value) ** 2).sum() / ((mean - value) ** 2).sum())

    def placed(places):
        return error(mean + (places[who] * found.components.T[what]).sum(axis=1))

    return {
        "polis": placed(positions(kept, found)),
        "likeliest": placed(likeliest(kept, found).positions),
        "factors": error(factorised(kept, found).expected(who, what)),
    }
