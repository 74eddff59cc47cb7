"""Real conversations of Polis and its own results, from the shared data (CC BY 4.0, the
Computational Democracy Project); the engine and Polis side by side."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from terreau.opinionmap import Votes, factorised, likeliest, plane, positions, read

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
    rows = [
        (vote.get("participant_id", vote.get("pid")), vote.get("statement_id", vote.get("tid")))
        + (vote["vote"],)
        for vote in part("votes")
    ]
    known = {"listed": said["tids"], "moderated_out": said["mod-out"], "meta": said["meta-tids"]}
    return Fixture(Votes.from_rows(rows, **known), said)


def conversation(name):
    folder = FOLDER / "conversations" / name
    return read(folder / "participants-votes.csv.gz", folder / "comments.csv.gz")


def held_out_errors(votes, seed):
    """Squared error on a tenth of the votes, drawn by chance, in parts of the statement mean's:
    of Polis's positions, of the likeliest ones, and of the factors."""
    rows = [row for row in votes.rows() if not votes.aside[votes.statements == row[1]][0]]
    out = np.random.default_rng(seed).random(len(rows)) < HELD_OUT
    kept = Votes.from_rows(
        [row for row, held in zip(rows, out, strict=True) if not held],
        listed=votes.statements[~votes.aside].tolist(),
    )
    known = set(kept.participants.tolist())
    tried = [row for row, held in zip(rows, out, strict=True) if held and row[0] in known]
    who, what, value = (np.array(column) for column in zip(*tried, strict=True))
    who = np.searchsorted(kept.participants, who)
    what = np.searchsorted(kept.statements, what)
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
