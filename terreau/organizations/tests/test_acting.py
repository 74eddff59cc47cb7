"""For whom somebody acts: chosen on the page, checked in the action, kept in private."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from terreau.entries.actions import end_role, give_role
from terreau.entries.models import ActedAs, Link, Role
from terreau.entries.tests.factories import make_administrator
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import (
    make_account,
    make_incubator,
    make_member,
    make_organization,
)
from terreau.projects import actions
from terreau.projects.models import Project

pytestmark = pytest.mark.django_db
CREATE = reverse("project:create")
GIVEN = {"title": "Nouveau", "phase": "investigation", "on": "2024-01-01"}


@pytest.fixture
def two():
    """Two organizations and somebody who speaks for both."""
    first, second = make_organization(title="A"), make_incubator(title="B")
    user = make_account()
    for each in (first, second):
        give_role(user, each, Role.Name.EDITOR)
    return first, second, user


def test_a_person_chooses_for_whom_a_project_is_created(client, two):
    _first, second, user = two
    client.force_login(user)
    offered = client.get(CREATE).context["form"].fields["acting_as"]
    assert [each.title for each in offered.queryset] == ["A", "B"] and offered.initial is None

    assert client.post(CREATE, GIVEN).status_code == 200
    assert client.post(CREATE, GIVEN | {"acting_as": second.pk}).status_code == 302

    project = Project.objects.get()
    assert project.author_id == second.pk
    assert Link.objects.get(source=project).target_id == second.pk
    said, kept = Statement.objects.get(), ActedAs.objects.get()
    assert (kept.statement, kept.user, kept.organization_id) == (said.uid, user, second.pk)
    assert str(second.uid) not in str(said.payload)


@pytest.mark.parametrize("role", [None, Role.Name.MEMBER])
def test_a_forged_choice_is_refused_by_page_and_action(client, two, role):
    _first, _second, user = two
    another = make_organization()
    if role:
        give_role(user, another, role)
    client.force_login(user)

    assert client.post(CREATE, GIVEN | {"acting_as": another.pk}).status_code == 200
    with pytest.raises(PermissionDenied):
        actions.create(user, Project(), title="Nouveau", acting_as=another)
    with pytest.raises(PermissionDenied):
        actions.create(make_administrator(), Project(), title="Nouveau", acting_as=another)
    assert Project.objects.count() == 0 and ActedAs.objects.count() == 0


def test_what_a_person_did_before_their_role_ended_stays_and_no_more_is_done(client, two):
    first, second, user = two
    actions.create(user, Project(), title="Avant", acting_as=first)
    end_role(user, first)
    client.force_login(user)

    page = client.post(CREATE, GIVEN | {"acting_as": first.pk})

    assert page.status_code == 200 and Project.objects.get().title == "Avant"
    assert ActedAs.objects.get().organization_id == first.pk
    client.post(CREATE, GIVEN | {"acting_as": second.pk})
    assert Project.objects.count() == 2


def test_a_member_speaks_for_nobody(client):
    client.force_login(make_member(make_organization()))
    assert client.get(CREATE).status_code == 403


def test_an_administrator_may_act_for_nobody(client, two):
    first, _second, _user = two
    staff = make_administrator()
    give_role(staff, first, Role.Name.EDITOR)
    client.force_login(staff)

    assert client.post(CREATE, GIVEN | {"acting_as": ""}).status_code == 302
    assert Project.objects.get().author is None and ActedAs.objects.count() == 0
