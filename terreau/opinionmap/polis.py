"""What groups say: the statistics of Polis, number for number, given any groups.

Of group g on statement j, A agree, D disagree and N saw it (passes included); A_o, D_o, N_o are
those of everybody in another group. Every count enters with a success added, so that nothing is
divided by zero and few votes say little. Moderation has no part in counts; statements moderated out
are neither representative nor consensus. Source: *Representativeness* and *Consensus* in the
documentation of Polis (compdemocracy.org) and its published results, which `tests` reproduce.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from terreau.opinionmap.votes import Booleans, Floats, Integers, Votes

CLEAR = 1.2816
"""z at 90 %, one-sided: above it a test counts."""
SHOWN = 5
"""So many statements are named, for each group and as consensus."""
META = 49.0
"""Priority of a meta statement."""

Direction = Literal["agree", "disagree"]


@dataclass(frozen=True, eq=False)
class Representativeness:
    """Of one answer (agree or disagree), groups × S each: probability p, its test, the ratio to
    everybody else's probability, and the test of that."""

    count: Integers
    probability: Floats
    probability_test: Floats
    ratio: Floats
    ratio_test: Floats


@dataclass(frozen=True)
class Representative:
    """A statement that tells a group from the others, and what its members answer."""

    statement: Any
    direction: Direction
    count: int
    seen: int
    probability: float
    probability_test: float
    ratio: float
    ratio_test: float
    best_agree: bool = False


@dataclass(frozen=True)
class Consensual:
    """A statement that most of all participants answer alike."""

    statement: Any
    count: int
    seen: int
    probability: float
    probability_test: float


@dataclass(frozen=True, eq=False)
class Statistics:
    """counts (groups × S × 3: disagree, pass, agree); representative, one list a group; consensus
    over everybody who voted; group_consensus (S): Π over groups of (A + 1)/(N + 2)."""

    counts: Integers
    representative: tuple[tuple[Representative, ...], ...]
    agreed: tuple[Consensual, ...]
    disagreed: tuple[Consensual, ...]
    group_consensus: Floats


def statistics(votes: Votes, labels: Integers, groups: int) -> Statistics:
    """All of Polis's statistics for groups numbered from 0; labels (P): −1 for none."""
    counts = votes.counts_by(labels, groups)
    return Statistics(
        counts=counts,
        representative=representative(counts, votes.statements, ~votes.moderated_out),
        agreed=consensus(votes, "agree"),
        disagreed=consensus(votes, "disagree"),
        group_consensus=group_consensus(counts),
    )


def probability(successes: Any, seen: Any) -> Any:
    """(k + 1)/(N + 2), Laplace's rule of succession."""
    return (successes + 1) / (seen + 2)


def proportion_test(successes: Any, seen: Any) -> Any:
    """2·√(N + 1)·((k + 1)/(N + 1) − ½): z of more than half, a success added."""
    return 2 * np.sqrt(seen + 1) * ((successes + 1) / (seen + 1) - 0.5)


def two_proportion_test(successes: Any, seen: Any, others: Any, others_seen: Any) -> Floats:
    """z of two proportions, every count + 1; 0 where both are whole."""
    a, n, b, m = (np.asarray(each) + 1.0 for each in (successes, seen, others, others_seen))
    pooled = (a + b) / (n + m)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / n + 1 / m))
    return np.divide(a / n - b / m, spread, out=np.zeros_like(pooled), where=pooled != 1)


def representativeness(counts: Integers, direction: Direction) -> Representativeness:
    """counts: groups × S × 3."""
    answered = counts[:, :, 2 if direction == "agree" else 0]
    seen = counts.sum(axis=2)
    others, others_seen = answered.sum(axis=0) - answered, seen.sum(axis=0) - seen
    likely = probability(answered, seen)
    return Representativeness(
        answered,
        likely,
        proportion_test(answered, seen),
        likely / probability(others, others_seen),
        two_proportion_test(answered, seen, others, others_seen),
    )


def representative(
    counts: Integers, statements: NDArray[Any], shown: Booleans
) -> tuple[tuple[Representative, ...], ...]:
    """The statements that represent each group, at most SHOWN, what it agrees with first.

    One is representative if both tests of an answer are clear; its answer is the one with the
    greater test of ratio, its rank the product of all four figures. The agreement that is likeliest
    and most particular to the group (`best_agree`) stands first, representative or not; failing
    everything else, the statement with the greatest test of ratio stands alone.
    """
    agree, disagree = (representativeness(counts, each) for each in ("agree", "disagree"))
    seen, found = counts.sum(axis=2), []
    for group in range(len(counts)):
        best = best_agreement(agree, counts, group, shown)
        clear = np.zeros(len(shown), bool)
        for each in (agree, disagree):
            clear |= (each.ratio_test[group] > CLEAR) & (each.probability_test[group] > CLEAR)
        for_it = agree.ratio_test[group] > disagree.ratio_test[group]
        rank = np.where(for_it, product(agree, group), product(disagree, group))
        chosen = [j for j in np.argsort(-rank, kind="stable") if clear[j] and shown[j]]
        if best is not None:
            chosen = [best, *(j for j in chosen if j != best)]
        elif not chosen and shown.any():
            tests = np.maximum(agree.ratio_test[group], disagree.ratio_test[group])
            chosen = [int(np.argmax(np.where(shown, tests, -np.inf)))]
        kept = chosen[:SHOWN] if clear[shown].any() else chosen[:1]
        said = [
            told(agree if for_it[j] else disagree, group, j, seen, statements, best, for_it[j])
            for j in kept
        ]
        found.append(tuple(sorted(said, key=lambda each: each.direction)))
    return tuple(found)


def product(each: Representativeness, group: int) -> Floats:
    """By what statements of a group are ranked: ratio · its test · probability · its test (S)."""
    return (
        each.ratio[group]
        * each.ratio_test[group]
        * each.probability[group]
        * each.probability_test[group]
    )


def best_agreement(
    agree: Representativeness, counts: Integers, group: int, shown: Booleans
) -> int | None:
    """The place of the agreement that speaks most for a group, in the order of statements.

    A first candidate must be clear, or both likelier than elsewhere and than not; a later one takes
    its place by the product of the four figures where the candidate is likelier than elsewhere, and
    by probability times its test otherwise.
    """
    best, rank = None, product(agree, group)
    weight = agree.probability[group] * agree.probability_test[group]
    for j in np.flatnonzero(shown & (counts[group, :, [0, 2]].sum(axis=0) > 0)):
        if best is None:
            likely = agree.ratio[group, j] > 1 and agree.probability[group, j] > 0.5
            better = agree.probability_test[group, j] > CLEAR or likely
        elif agree.ratio[group, best] > 1:
            better = rank[j] > rank[best]
        else:
            better = weight[j] > weight[best]
        if better:
            best = int(j)
    return best


def told(each, group, j, seen, statements, best, agrees) -> Representative:
    return Representative(
        statements[j].item(),
        "agree" if agrees else "disagree",
        int(each.count[group, j]),
        int(seen[group, j]),
        float(each.probability[group, j]),
        float(each.probability_test[group, j]),
        float(each.ratio[group, j]),
        float(each.ratio_test[group, j]),
        bool(j == best),
    )


def consensus(votes: Votes, direction: Direction) -> tuple[Consensual, ...]:
    """The statements that everybody answers alike: p > ½ and its test clear, by p times test."""
    answered = votes.counts[:, 2 if direction == "agree" else 0]
    seen = votes.counts.sum(axis=1)
    likely, test = probability(answered, seen), proportion_test(answered, seen)
    agreed = (likely > 0.5) & (test > CLEAR) & ~votes.moderated_out
    order = [j for j in np.argsort(-likely * test, kind="stable") if agreed[j]][:SHOWN]
    return tuple(
        Consensual(
            votes.statements[j].item(),
            int(answered[j]),
            int(seen[j]),
            float(likely[j]),
            float(test[j]),
        )
        for j in order
    )


def group_consensus(counts: Integers) -> Floats:
    """Π over groups of (A + 1)/(N + 2): high only where every group agrees (S)."""
    return probability(counts[:, :, 2], counts.sum(axis=2)).prod(axis=0)


def priority(counts: Integers, extremity: Floats, meta: Booleans) -> Floats:
    """How soon Polis shows each statement (S); counts: groups × S × 3, of members alone.

    ((1 − (P + 1)/(N + 2))·(E + 1)·((A + 1)/(N + 2))·(1 + 8·2^(−N/5)))², P passes, E extremity;
    META for meta statements.
    """
    _, passes, agrees = counts.sum(axis=0).T
    seen = counts.sum(axis=(0, 2))
    interest = (1 - probability(passes, seen)) * (extremity + 1) * probability(agrees, seen)
    return np.where(meta, META, (interest * (1 + 8 * 2 ** (-seen / 5))) ** 2)
