import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from terreau.entries.models import Entry, Link, Tally
from terreau.entries.tests.factories import make_user
from terreau.ledger.models import Statement
from terreau.organizations.models import Organization
from terreau.organizations.tests.factories import make_organization
from terreau.prepared import prepared

pytestmark = pytest.mark.django_db


@prepared
def titled(title, *, user):
    return Organization.objects.visible_to(user).filter(title=title).order_by("slug")


@prepared
def of_uids(uids, *, size=10):
    return Entry.objects.filter(uid__in=uids).order_by("-pk").select_related("author")[:size]


@prepared
def called(slugs):
    return Entry.objects.filter(slug__in=slugs).order_by("slug").values_list("slug", flat=True)


@prepared
def hosted(targets, day):
    links = Link.objects.at(day).filter(target__in=targets)
    return links.order_by("pk").values_list("role", "source_id")


def test_rows_are_those_of_the_queryset_whatever_the_values(django_assert_num_queries):
    one, other = make_organization(title="L’Atelier"), make_organization(title="La Ruche")

    with django_assert_num_queries(4):
        assert titled("L’Atelier", user=None) == [one]
        assert titled("La Ruche", user=AnonymousUser()) == [other]
        assert titled("50 % d’aide", user=None) == []
        assert titled("La Ruche", user=None)[0].state == other.state


def test_the_sql_is_written_once_for_each_shape():
    titled.compiled.cache_clear()
    for title in ("un", "deux", "trois"):
        titled(title, user=None)

    assert titled.compiled.cache_info().misses == 1


def test_lists_of_any_length_are_one_shape(django_assert_num_queries):
    author = make_organization()
    made = [make_organization(author=author) for _ in range(3)]

    uids = [each.uid for each in made]

    with django_assert_num_queries(3):
        assert [each.uid for each in of_uids(uids)] == uids[::-1]
        assert [each.uid for each in of_uids({uids[0], uuid4()})] == uids[:1]
        assert [each.uid for each in of_uids(uids, size=2)] == uids[:0:-1]
    with django_assert_num_queries(1):
        assert of_uids(uids[:1])[0].author.uid == author.uid
    with django_assert_num_queries(0):
        assert of_uids([]) == []


def test_lists_of_words_are_lists_too():
    make_organization(slug="l-un")
    make_organization(slug="l-autre")

    assert called(["l-un", "l-autre", "personne, {ni} “rien”"]) == ["l-autre", "l-un"]


def test_dates_and_keys_of_other_rows_are_values_too():
    one, other = make_organization(), make_organization()
    day = date(2026, 3, 1)
    Link.objects.create(source=one, target=other, role="part_of", valid_to=day)

    assert hosted([other.pk], day - timedelta(days=1)) == [("part_of", one.pk)]
    assert hosted([other.pk], day) == []


def test_moments_find_the_rows_of_that_moment():
    now = timezone.now()
    make_organization(published_at=now)

    @prepared
    def published(moment):
        return Entry.objects.filter(published_at=moment).order_by("pk")

    assert len(published(now)) == 1
    assert published(now - timedelta(seconds=1)) == []


def test_sums_are_read_as_well():
    Tally.objects.create(scope="tested", key="a", kind="k", state="s", count=2)
    Tally.objects.create(scope="tested", key="a", kind="k", state="t", count=3)

    @prepared
    def summed(scope):
        rows = Tally.objects.filter(scope=scope).values("key").order_by("key")
        return rows.annotate(n=Sum("count")).values_list("key", "n")

    assert summed("tested") == [("a", 5)]


def test_none_is_part_of_the_shape():
    @prepared
    def within(kind, language):
        found = Entry.objects.filter(kind=kind) if kind is not None else Entry.objects.all()
        return found.filter(language=language).order_by("pk")

    made = make_organization(language="en")

    assert [each.pk for each in within(None, "en")] == [made.pk]
    assert [each.pk for each in within("organization", "en")] == [made.pk]
    assert within("project", "en") == []


def test_a_member_sees_what_is_theirs_and_nobody_else_does():
    draft = make_organization(title="Brouillon", published_at=None)
    member, stranger = make_user(edits=[draft]), make_user()

    assert titled("Brouillon", user=member) == [draft]
    assert titled("Brouillon", user=stranger) == titled("Brouillon", user=None) == []
    assert titled("Brouillon", user=make_user(is_staff=True)) == [draft]


def test_a_date_that_would_be_kept_for_ever_is_refused():
    @prepared
    def today(role):
        return Link.objects.at(timezone.localdate()).filter(role=role).order_by("pk")

    with pytest.raises(TypeError, match="a date is kept"):
        today("part_of")


def test_a_value_that_no_lookup_takes_is_refused():
    @prepared
    def about(subject, verb):
        found = Statement.objects.filter(subject=subject).order_by("-id")
        return found.filter(verb="x") if verb else found

    with pytest.raises(TypeError, match=r"no lookup takes the values \[1\]"):
        about(uuid4(), "projects.create")


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_through_a_connection_of_its_own():
    make_organization(title="Partout")
    used = []

    def ask():
        with connection.execute_wrapper(lambda run, *asked: used.append(1) or run(*asked)):
            assert len(titled("Partout", user=None)) == 1
        connection.close()

    assert len(titled("Partout", user=None)) == 1
    elsewhere = threading.Thread(target=ask)
    elsewhere.start()
    elsewhere.join()

    assert used == [1]


def test_what_was_known_on_a_day_is_asked_anew():
    one, other = make_organization(), make_organization()
    day = timezone.localdate()
    Link.objects.create(source=one, target=other, role="part_of", recorded_at=timezone.now())

    @prepared
    def links(pk, *, known_at):
        return Link.objects.known(known_at).filter(target=pk).order_by("pk").values_list("source")

    assert links(other.pk, known_at=None) == links(other.pk, known_at=day) == [(one.pk,)]
    assert links(other.pk, known_at=day - timedelta(days=1)) == []
    assert links.compiled.cache_info().currsize == 1
