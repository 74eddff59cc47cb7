from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from terreau.entries.models import Entry, Link
from terreau.entries.tests.factories import make_administrator
from terreau.organizations.actions import edit
from terreau.organizations.models import Organization
from terreau.organizations.tests.factories import make_organization
from terreau.search import actions
from terreau.search.consistency import documents_that_drifted
from terreau.search.models import Document, Trigram, Word
from terreau.search.tests.factories import (
    indexed,
    make_found_incubator,
    make_found_organization,
    make_found_project,
    titles,
)
from terreau.search.words import documents_with

pytestmark = pytest.mark.django_db


def test_an_action_is_found_in_its_own_transaction():
    organization = make_found_organization(title="Vélo")

    edit(make_administrator(), organization, title="Train")

    assert (titles("vélo"), titles("train")) == ([], ["Train"])


def test_an_action_undone_is_not_found():
    organization = make_found_organization(title="Vélo")

    with pytest.raises(DatabaseError), transaction.atomic():
        edit(make_administrator(), organization, title="Train")
        raise DatabaseError

    assert (titles("vélo"), titles("train")) == (["Vélo"], [])


def test_what_is_hidden_or_deleted_leaves_the_index():
    hidden, deleted = make_found_organization(title="Abri"), make_found_organization(title="Abri")
    Entry.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())

    actions.index(hidden)
    deleted.delete()

    assert titles("abri") == []
    assert not Document.objects.exists()


def test_an_entry_that_comes_back_is_found_again():
    organization = make_organization(title="Abri", published_at=None)
    actions.index(organization)
    Organization.objects.update(published_at=timezone.now())

    actions.index(organization)

    assert titles("abri") == ["Abri"]


def test_a_kind_may_be_indexed_by_its_parent():
    project = make_found_project(title="Abri", problem="Les crues.")

    actions.index(Entry.objects.get(pk=project.pk))

    assert titles("crues") == ["Abri"]


def test_indexing_twice_changes_nothing():
    def everything():
        return [list(model.objects.order_by("pk").values()) for model in (Document, Word, Trigram)]

    entries = [make_found_project(title="Vélo"), make_found_incubator(title="Train")]
    before = everything()

    actions.index_many(entry.pk for entry in entries)

    assert everything() == before


def test_words_are_counted_as_entries_come():
    indexed(*(make_organization(title="Vélo", summary="vélos") for _ in range(3)))

    assert documents_with({"velo"}) == {"velo": 6}  # three of each form


def test_a_single_change_teaches_words_without_waiting_for_others():
    organization = make_found_organization(title="Vélo")
    Word.objects.filter(word="velo").update(documents=7)

    edit(make_administrator(), organization, title="Vélo tricycle")

    assert documents_with({"velo", "tricycl"}) == {"velo": 7, "tricycl": 1}
    assert titles("tricicle") == ["Vélo tricycle"]


def test_an_import_that_changes_an_entry_teaches_its_new_words():
    organization = make_found_organization(title="Vélo")
    Entry.objects.filter(pk=organization.pk).update(title="Tramways")

    actions.index_many([organization.pk])

    assert (titles("vélo"), titles("tramway")) == ([], ["Tramways"])


def test_rebuild_says_what_entries_say():
    project = make_found_project(title="Vélo")
    gone = make_found_project(title="Perdu")
    Document.objects.filter(pk=project.pk).update(title_lexemes="autre", marks="")
    Entry.objects.filter(pk=gone.pk).update(published_at=None)
    steps = []

    written = actions.rebuild(lambda done, total: steps.append((done, total)))

    assert (written, steps[-1]) == (1, (2, 2))
    assert (titles("vélo"), titles("autre"), titles("perdu")) == (["Vélo"], [], [])
    assert not Word.objects.filter(word="perdu").exists()
    assert not Trigram.objects.filter(gram="per").exists()
    assert documents_with({"velo"}) == {"velo": 1}


def test_reindex_says_how_many(capsys):
    make_found_project()

    call_command("reindex")

    assert capsys.readouterr().out.startswith("1 ")


def test_links_that_begin_or_end_today_are_followed():
    host = make_found_incubator(slug="fabrique")
    past, future = make_found_project(title="A", hosts=[host]), make_found_project(title="B")
    today = timezone.localdate()
    Link.objects.filter(source=past).update(valid_from=date(2020, 1, 1), valid_to=today)
    Link.objects.create(
        source=future, target=host, role="incubated_by", valid_from=today - timedelta(days=1)
    )

    assert actions.index_turning() == 2
    assert titles(roles={"incubated_by": "fabrique"}) == ["B"]


def test_a_check_names_what_drifted():
    make_found_project()
    hidden = make_found_project(hidden_at=None)
    lost = make_organization()
    old = make_found_project()
    Entry.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    Entry.objects.filter(pk=old.pk).update(state="stopped")

    said = list(documents_that_drifted())

    assert [line.split()[0] for line in said] == [str(e.uid) for e in (lost, hidden, old)]


@pytest.mark.parametrize("count", [1, 3])
def test_indexing_known_words_costs_the_same_for_one_and_for_three(
    django_assert_num_queries, count
):
    entries = [make_organization(title=f"Vélo {number}") for number in range(count)]
    indexed(make_organization(title="Vélo 0 1 2"))

    with django_assert_num_queries(10):
        actions.index_many([entry.pk for entry in entries])
