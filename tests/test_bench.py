"""What the bench measures must be what actions would have left, or its figures say nothing."""

from datetime import date

import pytest

from bench.generate import generate
from terreau.entries.consistency import truths
from terreau.entries.models import Entry
from terreau.ledger.models import Statement
from terreau.reviews.models import Review, State
from terreau.search.actions import rebuild
from terreau.search.engines import newest
from terreau.search.marks import of_kind
from terreau.search.models import Document, Trigram, Word
from terreau.territories.actions import load
from terreau.territories.tests.factories import make_row, make_rows

pytestmark = pytest.mark.django_db(transaction=True)  # PostgreSQL lays indexes on settled rows
SIZE, MANAGED = 300, 24


def documents():
    return list(Document.objects.order_by("pk").values())


def words():
    return sorted(Word.objects.values_list("word", "lexeme", "documents"))


def grams():
    return sorted(Trigram.objects.values_list("gram", "length", "word__word"))


def test_invented_entries_are_as_their_actions_would_leave_them():
    town = make_row("XT-COM-31", "commune", "XT-DEP-2", name="Saint-Œuvre", population=900_000)
    load([*make_rows(), town], day=date(2026, 1, 1))
    rows = generate(SIZE, managed=MANAGED)

    of_manager = 2 + MANAGED + rows["reviews"]  # an incubator, a profile, projects and reviews
    assert Entry.objects.count() == rows["entries"] == SIZE + of_manager
    assert rows["statements"] == Statement.objects.count() > rows["entries"]
    assert set(Review.objects.values_list("state", flat=True)) >= {State.PLANNED, State.DECIDED}
    assert rows["spells"] > 2 * rows["projects"]
    assert {str(name): list(broken()) for name, broken in truths() if list(broken())} == {}

    found = newest([(of_kind("project"),)], SIZE, SIZE)
    written = documents(), words(), grams()
    rebuild()
    assert (documents(), words(), grams()) == written
    assert newest([(of_kind("project"),)], SIZE, SIZE) == found != []
