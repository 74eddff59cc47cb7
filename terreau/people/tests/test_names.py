"""Members of an organization know one another by their public profiles, never by a pseudonym."""

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.entries.models import Entry
from terreau.organizations.tests.factories import make_claimed, make_member
from terreau.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "given, is_named",
    [({}, True), ({"is_pseudonym": True}, False), ({"published_at": None}, False)],
)
def test_members_see_the_names_of_public_profiles(client, given, is_named):
    organization, admin = make_claimed()
    named, other = make_member(organization), make_member(organization)
    person = make_person(title="Camille Exemple", user=named, **given)
    page = reverse("organization:members", args=[organization.slug])
    for viewer in (other, admin):
        client.force_login(viewer)
        text = client.get(page).content.decode()
        assert ("Camille Exemple" in text) == is_named
        assert (named.email in text) == (viewer == admin)
    Entry.objects.filter(pk=person.pk).update(hidden_at=timezone.now())
    assert "Camille Exemple" not in client.get(page).content.decode()
