"""The largest tallies of a scope, read from the top, against all of them summed."""

from random import Random

import pytest

from terreau.entries.models import Tally
from terreau.entries.queries import tallied
from terreau.search import facets
from terreau.search.filters import Filters

pytestmark = pytest.mark.django_db
STATES = ("investigation", "construction", "stopped")


def make_tallies(keys, of_key):
    """Cells of so many keys; of_key: function (number of the key, number of the state) → count."""
    Tally.objects.bulk_create(
        Tally(scope="topic", key=f"theme-{key:04}", kind="project", state=state, count=count)
        for key in range(keys)
        for number, state in enumerate(STATES)
        if (count := of_key(key, number))
    )


def summed(state=None):
    """What all cells say, in the slow and plain way."""
    totals = {}
    rows = Tally.objects.filter(scope="topic").order_by("key")
    for row in rows.filter(state=state) if state is not None else rows:
        totals[row.key] = totals.get(row.key, 0) + row.count
    return dict(sorted(totals.items(), key=lambda each: (-each[1], each[0]))[: facets.LENGTH])


def random_counts(seed, law):
    random = Random(seed)
    return lambda key, _state: law(random, key)


@pytest.mark.parametrize("keys", [0, 3, 30, 400])
@pytest.mark.parametrize(
    "law",
    [
        lambda random, key: int(9000 / (key + 1) * random.random()),
        lambda random, key: random.randint(0, 50),
        lambda random, key: 7,
    ],
    ids=["few large", "alike", "equal"],
)
@pytest.mark.parametrize("state", [None, "stopped"])
def test_the_keys_with_the_most_are_those_of_all_tallies_summed(monkeypatch, keys, law, state):
    make_tallies(keys, random_counts(keys, law))
    monkeypatch.setattr(facets, "_CELLS", (20, 90))
    sorts = len(STATES) if state is None else 1
    found = facets._most(Filters(state=state), "topic", sorts)
    assert list(found.items()) == list(summed(state).items())


def test_a_key_of_many_middling_cells_is_not_missed(monkeypatch):
    """It has none of the largest cells, and yet the most."""
    make_tallies(60, lambda key, number: 130 - key if number == 0 and key < 30 else 0)
    Tally.objects.bulk_create(
        Tally(scope="topic", key="all-round", kind="project", state=state, count=60)
        for state in STATES
    )
    monkeypatch.setattr(facets, "_CELLS", (20, 25))
    found = facets._most(Filters(), "topic", len(STATES))
    assert next(iter(found.items())) == ("all-round", 180)


def test_where_few_are_large_not_all_are_read(monkeypatch, django_assert_num_queries):
    make_tallies(400, lambda key, _number: 100_000 // (key + 1) ** 2)
    monkeypatch.setattr(facets, "_CELLS", (60, 90))
    with django_assert_num_queries(2):
        found = facets._most(Filters(), "topic", len(STATES))
    assert found == summed()


def test_what_counts_nothing_any_more_is_not_offered():
    make_tallies(2, lambda key, number: 3 if key == 0 and number == 0 else 0)
    Tally.objects.create(scope="topic", key="gone", kind="project", state="stopped", count=0)
    assert facets._most(Filters(), "topic", len(STATES)) == {"theme-0000": 3}
    assert facets._summed("topic", None, None) == {"theme-0000": 3}
    assert tallied("topic", "gone") == {}
