"""Trees and proofs against the definitions of RFC 9162, written out as they stand there."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.merkle.errors import ProofError
from terreau.merkle.hashing import EMPTY_ROOT, leaf_hash, leaf_hashes, node_hash, root_of
from terreau.merkle.proofs import (
    consistency_ranges,
    inclusion_ranges,
    subtrees,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(b"%d" % number) for number in range(70)]


def mth(leaves):
    """MTH(D[n])."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    k = half(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m, leaves):
    """PATH(m, D[n])."""
    if len(leaves) == 1:
        return []
    k = half(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m, leaves, known):
    """SUBPROOF(m, D[n], b)."""
    if m == len(leaves):
        return [] if known else [mth(leaves)]
    k = half(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], known), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def half(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def of(ranges):
    return [mth(LEAVES[begin:end]) for begin, end in ranges]


def test_a_leaf_a_node_and_nothing():
    assert leaf_hash(b"d") == sha256(b"\x00d").digest()
    assert node_hash(b"l" * 32, b"r" * 32) == sha256(b"\x01" + b"l" * 32 + b"r" * 32).digest()
    assert EMPTY_ROOT == root_of(b"") == sha256(b"").digest()
    assert leaf_hashes([b"a", b""]) == leaf_hash(b"a") + leaf_hash(b"")


def test_roots_are_those_of_the_definition():
    for size in range(len(LEAVES) + 1):
        assert root_of(b"".join(LEAVES[:size])) == mth(LEAVES[:size])


def test_inclusion_of_every_leaf_at_every_size():
    for size in range(1, len(LEAVES) + 1):
        root = mth(LEAVES[:size])
        for index in range(size):
            proof = of(inclusion_ranges(index, size))
            assert proof == path(index, LEAVES[:size])
            verify_inclusion(index, size, LEAVES[index], proof, root)


def test_consistency_of_every_pair_of_sizes():
    roots = [mth(LEAVES[:size]) for size in range(len(LEAVES) + 1)]
    for new in range(1, len(LEAVES) + 1):
        for old in range(1, new + 1):
            proof = of(consistency_ranges(old, new))
            assert proof == subproof(old, LEAVES[:new], True)
            verify_consistency(old, new, roots[old], roots[new], proof)


@given(st.data())
def test_whatever_is_changed_in_a_proof_of_inclusion_is_found(data):
    size = data.draw(st.integers(1, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    proof, root = of(inclusion_ranges(index, size)), mth(LEAVES[:size])
    right = (index, LEAVES[index], tuple(proof))
    wrong = data.draw(
        st.one_of(
            st.tuples(st.integers(-2, 80), st.just(right[1]), st.just(right[2])),
            st.tuples(st.just(index), st.just(right[1]), changed(proof)),
            st.tuples(st.just(index), st.sampled_from(LEAVES), st.just(right[2])),
        )
    )
    asked = (wrong[0], size, *wrong[1:], root)  # a size is what a checkpoint signs
    if wrong == right:
        verify_inclusion(*asked)
    else:
        with pytest.raises(ProofError):
            verify_inclusion(*asked)


@given(st.data())
def test_whatever_is_changed_in_a_proof_of_consistency_is_found(data):
    new = data.draw(st.integers(1, len(LEAVES)))
    old = data.draw(st.integers(1, new))
    proof = of(consistency_ranges(old, new))
    roots = mth(LEAVES[:old]), mth(LEAVES[:new])
    wrong_proof = data.draw(changed(proof))
    wrong_roots = data.draw(st.sampled_from([roots, roots[::-1], (roots[0], LEAVES[0])]))
    if (wrong_proof, wrong_roots) == (tuple(proof), roots):
        verify_consistency(old, new, *roots, wrong_proof)
    elif wrong_roots == roots or old != new or roots[0] != wrong_roots[1]:
        with pytest.raises(ProofError):
            verify_consistency(old, new, *wrong_roots, wrong_proof)


def changed(proof):
    """The proof, or the same with hashes taken out, added, exchanged or altered."""
    hashes = st.sampled_from([*proof, *LEAVES[:3], b"", b"x" * 31, bytes(32)])
    return st.one_of(
        st.just(tuple(proof)),
        st.lists(hashes, max_size=9).map(tuple),
        st.permutations(proof).map(tuple),
        st.integers(0, len(proof)).map(lambda n: tuple(proof[:n])),
        hashes.map(lambda each: (*proof, each)),
    )


@given(st.integers(0, 300), st.integers(0, 300))
def test_subtrees_cover_a_range_in_order_and_are_complete(begin, length):
    at = begin
    for height, index in subtrees(begin, begin + length):
        assert index << height == at
        at += 1 << height
    assert at == begin + length


@pytest.mark.parametrize("pair", [(0, 0), (0, 4), (5, 4), (-1, 4)])
def test_of_an_empty_tree_nothing_is_shown(pair):
    with pytest.raises(ProofError):
        consistency_ranges(*pair)
    with pytest.raises(ProofError):
        verify_consistency(*pair, EMPTY_ROOT, EMPTY_ROOT, [])
