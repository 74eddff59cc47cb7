"""Votes of participants on statements: agree +1, disagree −1, pass 0; not seen is no vote.

A vote is kept as one number, 3·statement + 1 + vote: which statement and which answer. Everything
the engine computes is then a sum over a participant's numbers of the rows of a small table (what
`gather` gives), or over participants of what stands at each number (`scatter`), so that neither a
dense matrix nor a value beside each index is ever needed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from terreau.opinionmap.ids import Id, Ids, checked_ids, marked, numbered, placed, union

ANSWERS = 3
"""Answers to a statement, in the order of the numbers: disagree, pass, agree."""

BLOCK = 1 << 18
"""Votes that are worked on at once: their numbers stay in the processor's cache."""

Floats = NDArray[np.float64]
Integers = NDArray[np.integer]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Votes:
    """The last vote of each of P participants on each of S statements; n votes in all.

    participants (P), statements (S): ids, whole numbers or texts, ascending. starts (P + 1): where
    the votes of each participant begin. codes (n): 3·statement + 1 + vote, ascending within a
    participant. moderated_out (S) and meta (S): statements without part in the geometry.
    """

    participants: NDArray[Any]
    statements: NDArray[Any]
    starts: Integers
    codes: Integers
    moderated_out: Booleans
    meta: Booleans

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[Any]], **known: Any) -> "Votes":
        """From rows (participant, statement, vote) or (participant, statement, vote, time).

        As they come from a database, in any order. Of several votes of one participant on one
        statement the one with the latest time counts, without times the one that comes last.
        `known` is what `from_arrays` takes. Raises ValueError as it does.
        """
        columns = list(zip(*rows, strict=True))
        if len(columns) not in (0, 3, 4):
            raise ValueError(f"a row has 3 or 4 values, not {len(columns)}")
        return cls.from_arrays(*(columns or ((), (), ())), **known)

    @classmethod
    def from_arrays(
        cls,
        participants: ArrayLike,
        statements: ArrayLike,
        votes: ArrayLike,
        times: ArrayLike | None = None,
        *,
        listed: Iterable[Id] = (),
        moderated_out: Iterable[Id] = (),
        meta: Iterable[Id] = (),
    ) -> "Votes":
        """From columns of equal length, one vote a row; see `from_rows`.

        listed: statements that exist, voted on or not; if any is given, a vote on another is an
        error. Raises ValueError on values that are not −1, 0 or 1 (NaN among them), on lengths that
        differ, on ids that are neither all whole numbers nor all texts, on a statement listed twice
        and on one moderated out or meta that is not known.
        """
        values = checked_values(votes)
        people, who = numbered(checked_ids(participants, "participant"))
        voted = checked_ids(statements, "statement")
        known = checked_ids(list(listed), "statement")
        if not len(who) == len(voted) == len(values):
            raise ValueError(
                f"{len(who)} participants, {len(voted)} statements, {len(values)} votes"
            )
        if len(known) != len(np.unique(known)):
            twice = next(each for each in known.tolist() if np.count_nonzero(known == each) > 1)
            raise ValueError(f"statement {twice!r} is listed twice")
        topics, what = numbered(voted)
        if len(known):
            what, topics = placed(topics, np.sort(known))[what], np.sort(known)
        order = what + who.astype(np.int64) * max(1, len(topics))
        kept = last_of_each(order, None if times is None else checked_times(times, len(order)))
        starts = np.zeros(len(people) + 1, np.int64)
        np.cumsum(np.bincount(who[kept], minlength=len(people)), out=starts[1:])
        codes = (ANSWERS * what[kept] + 1 + values[kept]).astype(np.int32)
        out, about = (marked(each, topics) for each in (moderated_out, meta))
        return cls(people, topics, starts, codes, out, about)

    def updated(self, rows: Iterable[Sequence[Any]]) -> "Votes":
        """These votes and later ones (participant, statement, vote), which supersede earlier ones.

        New participants and statements join. Equal to making all of it anew; of what is there,
        only the votes of those who vote again are looked at.
        """
        later = Votes.from_rows(rows)
        people = union(self.participants, later.participants)
        topics = union(self.statements, later.statements)
        cast = np.zeros(len(people), np.int64)
        cast[np.searchsorted(people, self.participants)] = self.cast
        starts = np.concatenate([[0], np.cumsum(cast)])
        codes = renumbered(self.codes, self.statements, topics)
        who = np.searchsorted(people, later.participants)[later.who]
        fresh = renumbered(later.codes, later.statements, topics)
        cast += np.bincount(who, minlength=len(people))
        codes, known = merged(codes, starts, fresh, who)
        cast -= np.bincount(who[known], minlength=len(people))
        out, about = (
            marked(self.statements[each].tolist(), topics)
            for each in (self.moderated_out, self.meta)
        )
        return Votes(people, topics, np.concatenate([[0], np.cumsum(cast)]), codes, out, about)

    def of(self, chosen: Booleans) -> "Votes":
        """Those of some participants (P booleans), on the same statements."""
        starts = np.concatenate([[0], np.cumsum(self.cast[chosen])])
        places = ranges(self.starts[:-1][chosen], self.starts[1:][chosen])
        people, codes = self.participants[chosen], self.codes[places]
        return Votes(people, self.statements, starts, codes, self.moderated_out, self.meta)

    def rows(self) -> Iterator[tuple[Id, Id, int]]:
        """(participant, statement, vote) of each vote, ascending."""
        people, topics = self.participants.tolist(), self.statements.tolist()
        answers = self.codes.tolist()
        for place, (first, last) in enumerate(pairwise(self.starts)):
            for code in answers[first:last]:
                yield people[place], topics[code // ANSWERS], code % ANSWERS - 1

    @cached_property
    def aside(self) -> Booleans:
        """Statements without part in the geometry (S)."""
        return self.moderated_out | self.meta

    @property
    def cast(self) -> Integers:
        """How many votes each participant cast (P)."""
        return np.diff(self.starts)

    @property
    def who(self) -> Integers:
        """Of each vote, the place of its participant (n)."""
        return np.repeat(np.arange(len(self.participants)), np.diff(self.starts))

    @cached_property
    def counts(self) -> Integers:
        """How many disagree, pass and agree, for each statement (S × 3)."""
        found = self.scatter(np.ones(len(self.participants)))
        return np.rint(found).astype(np.int64).reshape(-1, ANSWERS)

    def counts_by(self, labels: Integers, groups: int) -> Integers:
        """`counts` of each group (groups × S × 3); labels (P): −1 for none."""
        member = (labels[:, None] == np.arange(groups)).astype(np.float64)
        return np.rint(self.scatter(member)).astype(np.int64).T.reshape(groups, -1, ANSWERS)

    def gather(self, table: Floats) -> Floats:
        """For each participant, the sum of the table's rows at its votes: (3S × k) → (P × k)."""
        parts = [block @ table for block in self.blocks]
        return np.concatenate(parts) if parts else np.zeros((0, *table.shape[1:]))

    def scatter(self, weights: Floats) -> Floats:
        """For each answer, the sum of the weights of those who gave it: (P × k) → (3S × k)."""
        total = np.zeros((ANSWERS * len(self.statements), *weights.shape[1:]))
        first = 0
        for block in self.blocks:
            last = first + block.shape[0]
            total += block.T @ weights[first:last]
            first = last
        return total

    @cached_property
    def blocks(self) -> list[csr_array]:
        """The votes as 0/1 matrices (some participants × 3S) that share memory with `codes`."""
        marks = np.arange(BLOCK, len(self.codes) + BLOCK, BLOCK)
        cuts = np.unique(
            [0, *np.searchsorted(self.starts, marks, "right") - 1, len(self.starts) - 1]
        )
        longest = max(
            (self.starts[b] - self.starts[a] for a, b in pairwise(cuts)),
            default=0,
        )
        ones = np.ones(longest)
        made = []
        for a, b in pairwise(cuts):
            first, last = self.starts[a], self.starts[b]
            starts = (self.starts[a : b + 1] - first).astype(np.int32)
            parts = ones[: last - first], self.codes[first:last], starts
            made.append(csr_array(parts, shape=(b - a, ANSWERS * len(self.statements))))
        return made


def checked_values(votes: ArrayLike) -> NDArray[np.int8]:
    """Votes as −1, 0 and 1; ValueError that names the first that is none of them."""
    values = np.asarray(votes)
    if values.ndim != 1:
        raise ValueError("votes must be one column")
    if not len(values):
        return np.zeros(0, np.int8)
    right = (
        np.isin(values, (-1, 0, 1)) if values.dtype.kind in "iufb" else np.zeros(len(values), bool)
    )
    if not right.all():
        wrong = int(np.argmin(right))
        raise ValueError(
            f"vote {wrong} is not −1, 0 or 1: {values[wrong : wrong + 1].tolist()[0]!r}"
        )
    return values.astype(np.int8)


def checked_times(times: ArrayLike, length: int) -> NDArray[Any]:
    found = np.asarray(times)
    if found.shape != (length,):
        raise ValueError(f"{length} votes but {len(found)} times")
    if found.dtype.kind == "f" and np.isnan(found).any():
        raise ValueError(f"time {int(np.argmax(np.isnan(found)))} is not a number")
    return found


def renumbered(codes: Integers, before: Ids, after: Ids) -> Integers:
    """Codes of statements as they are numbered among more of them."""
    if len(before) == len(after):
        return codes
    places = ANSWERS * np.searchsorted(after, before).astype(np.int32)
    return places[codes // ANSWERS] + codes % ANSWERS


def merged(
    codes: Integers, starts: Integers, fresh: Integers, who: Integers
) -> tuple[Integers, Booleans]:
    """Codes with fresh ones, which ascend by participant (`who`) and code, in their places; and
    which of the fresh ones took the place of another answer to the same statement."""
    width = int(max(codes.max(initial=0), fresh.max(initial=0))) // ANSWERS + 1
    again = np.unique(who)
    places = ranges(starts[again], starts[again + 1])
    keys = np.repeat(again, starts[again + 1] - starts[again]) * width + codes[places] // ANSWERS
    wanted = who * width + fresh // ANSWERS
    found = np.searchsorted(keys, wanted)
    known = np.zeros(len(wanted), bool)
    inside = found < len(keys)
    known[inside] = keys[found[inside]] == wanted[inside]
    codes = codes.copy()
    codes[places[found[known]]] = fresh[known]
    offset = found - np.searchsorted(keys, who * width)
    return np.insert(codes, (starts[who] + offset)[~known], fresh[~known]), known


def ranges(first: Integers, last: Integers) -> Integers:
    """first₀ … last₀ − 1, first₁ … last₁ − 1, and so on, in one array."""
    sizes = last - first
    before = np.cumsum(sizes) - sizes
    return np.repeat(first - before, sizes) + np.arange(sizes.sum())


def last_of_each(order: Integers, times: NDArray[Any] | None) -> Integers:
    """Where the last row of each key is, by time or by place, keys ascending."""
    if times is None and (order[1:] > order[:-1]).all():
        return np.arange(len(order))
    rows = np.argsort(order, kind="stable") if times is None else np.lexsort((times, order))
    keys = order[rows]
    last = np.append(keys[1:] != keys[:-1], True)[: len(keys)]
    return rows[last]
