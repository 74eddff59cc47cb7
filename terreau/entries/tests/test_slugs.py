import pytest

from terreau.entries.models import OldSlug
from terreau.entries.slugs import NUMBERED, free_slug
from terreau.organizations.tests.factories import make_organization

pytestmark = pytest.mark.django_db


def give(title):
    slug = free_slug("organization", title)
    return make_organization(title=title, slug=slug)


def test_the_first_free_number_is_given_old_addresses_among_those_taken():
    first = give("Gué")
    OldSlug.objects.create(kind="organization", slug="gue-2", entry=first)
    assert [give("Gué").slug for _ in range(2)] == ["gue-3", "gue-4"]
    assert free_slug("project", "Gué") == "gue"
    assert free_slug("organization", "New") == "new-2"


def test_an_address_reads_few_rows_however_many_are_called_alike(django_assert_max_num_queries):
    given = [give("Gué").slug for _ in range(NUMBERED + 2)]
    assert len(set(given)) == len(given)
    assert given[:2] + given[NUMBERED - 1 : NUMBERED] == ["gue", "gue-2", f"gue-{NUMBERED}"]
    with django_assert_max_num_queries(3) as asked:  # one of them PostgreSQL's lock
        free_slug("organization", "Gué")
    assert not [each["sql"] for each in asked.captured_queries if "LIKE" in each["sql"]]
