"""Votes put in order, identical ballots made one."""

import numpy as np

from terreau.equalshares.amounts import BadElection


def in_order(rows, columns, given, listed):
    """The votes by voter, then project; whoever names a project twice is an error."""
    keys = rows * len(listed) + columns
    if len(keys) and not (keys[1:] > keys[:-1]).all():
        if given is None:
            keys = np.sort(keys)
        else:
            order = np.argsort(keys, kind="stable")
            keys, given = keys[order], given[order]
        same = np.flatnonzero(keys[1:] == keys[:-1])
        if len(same):
            voter, project = divmod(int(keys[same[0]]), len(listed))
            raise BadElection(f"voter {voter} names {listed[project].key!r} twice")
        rows, columns = np.divmod(keys, len(listed))
    return rows, columns, given


def merged(rows, columns, given, count):
    """(ballot of each voter, voters of each ballot, where the votes of one voter a ballot are).

    Ballots are told apart by sums of 64 mixed bits, then held against each other vote by vote; in
    the unheard-of case that two have the same sum, they are mixed anew.
    """
    lengths = np.bincount(rows, minlength=count)
    starts = np.cumsum(lengths) - lengths
    who = np.flatnonzero(lengths)
    ballot_of = np.full(count, -1, np.int32)
    if not len(who):
        return ballot_of, np.empty(0, np.int64), np.empty(0, np.int64)
    for salt in range(8):
        words = mixed(columns, salt)
        if given is not None:
            words = mixed(words ^ given.astype(np.uint64), salt)
        sums = np.add.reduceat(words, starts[who])
        _sums, first, ballot, weights = np.unique(
            sums, return_index=True, return_inverse=True, return_counts=True
        )
        ballot_of[who] = ballot
        likeness = who[first][ballot]  # of each voter, the one whose ballot stands for theirs
        if not (lengths[who] == lengths[likeness]).all():
            continue
        other = np.repeat(likeness != who, lengths[who])
        place = np.arange(len(rows)) - np.repeat(starts[who], lengths[who])
        twin = (np.repeat(starts[likeness], lengths[who]) + place)[other]
        alike = (columns[other] == columns[twin]).all()
        if alike and (given is None or (given[other] == given[twin]).all()):
            chosen = np.flatnonzero(~other)
            return ballot_of, weights.astype(np.int64), chosen
    raise BadElection("ballots could not be told apart")


def mixed(values: np.ndarray, salt: int) -> np.ndarray:
    """(N,) 64 bits that look random, the same for the same value (splitmix64)."""
    words = values.astype(np.uint64) + np.uint64((salt * 2 + 1) * 0x9E3779B97F4A7C15 % 2**64)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
