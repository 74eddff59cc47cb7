"""Invitations: for one address, once, until a day, withdrawn, refused, and never forged."""

import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.models import User
from terreau.accounts.tests.factories import code_sent_to
from terreau.entries.models import Role
from terreau.entries.tests.factories import make_administrator
from terreau.jobs.models import Job
from terreau.jobs.register import HopelessError
from terreau.ledger.models import Statement
from terreau.organizations import invitations, tasks
from terreau.organizations.letters import SALT, token_of
from terreau.organizations.models import Invitation, Outcome
from terreau.organizations.tests.factories import (
    make_account,
    make_claimed,
    make_invitation,
    make_member,
    make_organization,
)

pytestmark = pytest.mark.django_db
GUEST = "invitee@example.org"


def page_of(invitation):
    return reverse("organization:invitation", args=[token_of(invitation)])


def role(user, organization):
    found = Role.objects.filter(user=user, entry=organization.pk).first()
    return found and found.name


@pytest.fixture
def house():
    return make_claimed(title="Fabrique")


def test_an_invitation_is_a_job_that_writes_once_in_the_reader_s_language(house, settings):
    organization, admin = house
    make_account(GUEST, language="en")
    invitation = invitations.invite(admin, organization, email=f" {GUEST.upper()}", role="editor")
    (job,) = Job.objects.filter(name="organizations.invite")
    assert job.arguments == {"invitation": invitation.pk}
    assert GUEST not in str(job.arguments)

    for _ in range(2):
        tasks.send_invitation(**job.arguments)

    (message,) = mail.outbox
    assert message.to == [GUEST] and "invites you to take a role: editor" in message.body
    link = re.search(r"http\S+/invitations/\S+", message.body).group()
    assert link == f"{settings.SITE_URL}/en{page_of(invitation)}"


def test_a_stranger_is_written_to_in_the_language_of_who_invites(house, client):
    organization, admin = house
    client.force_login(admin)
    client.post(reverse("organization:members", args=[organization.slug]), {
        "email": GUEST, "role": "member",
    })  # fmt: skip
    tasks.send_invitation(invitation=Invitation.objects.get().pk)
    assert Invitation.objects.get().language == "fr"
    assert "/en/" not in mail.outbox[0].body


def test_a_worker_that_dies_while_it_writes_is_seen(house, monkeypatch):
    organization, _admin = house
    invitation = make_invitation(organization, GUEST, sending_at=timezone.now())
    with pytest.raises(HopelessError):
        tasks.send_invitation(invitation=invitation.pk)
    assert mail.outbox == []
    tasks.send_invitation(invitation=invitation.pk)
    assert len(mail.outbox) == 1


def test_what_was_withdrawn_before_it_was_sent_is_not_sent(house):
    organization, admin = house
    invitation = invitations.invite(admin, organization, email=GUEST)
    invitations.withdraw_invitation(admin, organization, invitation=invitation)
    tasks.send_invitation(invitation=invitation.pk)
    assert mail.outbox == []


def test_whoever_proved_the_address_accepts_once(client, house):
    organization, admin = house
    invitation = make_invitation(organization, GUEST, role="editor", invited_by=admin)
    user = make_account(GUEST)
    client.force_login(user)
    assert client.get(page_of(invitation)).context["state"] == "waiting"

    page = client.post(page_of(invitation), {"decision": "accept"})

    assert page.status_code == 302 and role(user, organization) == "editor"
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == (Outcome.ACCEPTED, user)
    assert Statement.objects.count() == 0
    again = client.post(page_of(invitation), {"decision": "accept"})
    assert again.status_code == 200 and again.context["state"] == "accepted"
    with pytest.raises(ValidationError):
        invitations.accept_invitation(user, organization, invitation=invitation)


def test_a_link_passed_on_opens_nothing(client, house):
    organization, _admin = house
    invitation = make_invitation(organization, GUEST)
    thief = make_account("voleuse@example.org")
    unproven = make_account(GUEST, proven=False)
    for user in (thief, unproven):
        client.force_login(user)
        page = client.post(page_of(invitation), {"decision": "accept"})
        assert page.context["state"] == "elsewhere"
        assert role(user, organization) is None
        with pytest.raises(PermissionDenied):
            invitations.accept_invitation(user, organization, invitation=invitation)
    assert GUEST not in client.get(page_of(invitation)).content.decode()


def test_an_invitation_elsewhere_does_not_open_this_organization(house):
    organization, _admin = house
    another, _ = make_claimed()
    user = make_account(GUEST)
    mine = make_invitation(organization, GUEST)
    theirs = make_invitation(another, "autre@example.org", role="admin")
    with pytest.raises(PermissionDenied):
        invitations.accept_invitation(user, another, invitation=mine)
    with pytest.raises(ValidationError):
        invitations.accept_invitation(user, organization, invitation=theirs)
    assert (role(user, organization), role(user, another)) == (None, None)


@pytest.mark.parametrize(
    "given, state",
    [
        ({"state": "withdrawn"}, "withdrawn"),
        ({"state": "refused"}, "refused"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "expired"),
    ],
)
def test_what_ended_is_said_and_not_accepted(client, house, given, state):
    organization, _admin = house
    invitation = make_invitation(organization, GUEST, **given)
    user = make_account(GUEST)
    client.force_login(user)
    assert client.post(page_of(invitation), {"decision": "accept"}).context["state"] == state
    with pytest.raises(ValidationError):
        invitations.accept_invitation(user, organization, invitation=invitation)
    assert role(user, organization) is None


def test_without_an_account_one_may_refuse_or_sign_in_and_come_back(client, house):
    organization, _admin = house
    invitation = make_invitation(organization, GUEST)
    page = client.get(page_of(invitation))
    assert page.context["state"] == "signed_out"
    assert "next=%2Forganizations%2Finvitations%2F" in page.content.decode()
    assert client.post(page_of(invitation), {"decision": "accept"}).status_code == 200
    assert Role.objects.filter(entry=organization.pk).count() == 1

    client.post(page_of(invitation), {"decision": "refuse"})

    invitation.refresh_from_db()
    assert invitation.state == "refused"


def test_somebody_without_an_account_opens_one_and_comes_back(client, house):
    organization, _admin = house
    invitation = make_invitation(organization, GUEST, role="editor")
    sign_up = client.get(page_of(invitation)).context["sign_up"]
    asked = client.post(sign_up, {"email": GUEST})
    back = client.post(asked.url, {"code": code_sent_to(GUEST)})
    assert back.url == page_of(invitation)

    client.post(back.url, {"decision": "accept"})

    assert role(User.objects.get(email=GUEST), organization) == "editor"


@pytest.mark.parametrize("token", ["x", "a.b.c", signing.Signer(sep=".", salt="other").sign("x")])
def test_a_link_that_was_not_signed_here_is_no_page(client, token):
    assert client.get(reverse("organization:invitation", args=[token])).status_code == 404


def test_a_signed_link_to_nothing_is_no_page(client):
    for uid in ("8d0a3f6e-7f0e-4d55-9f5e-1f6f6f0e4d55", "no uid"):
        token = signing.Signer(sep=".", salt=SALT).sign(uid)
        assert client.get(reverse("organization:invitation", args=[token])).status_code == 404


def test_an_accepted_invitation_lowers_no_role(house):
    organization, _admin = house
    invitation = make_invitation(organization, GUEST, role="member")
    user = make_member(organization, Role.Name.EDITOR, GUEST)
    invitations.accept_invitation(user, organization, invitation=invitation)
    assert role(user, organization) == "editor"


def test_nobody_is_invited_twice_nor_who_belongs_there(house):
    organization, admin = house
    invitations.invite(admin, organization, email=GUEST)
    member = make_member(organization)
    for email in (GUEST, GUEST.title(), member.email, "pas une adresse"):
        with pytest.raises(ValidationError):
            invitations.invite(admin, organization, email=email)
    Invitation.objects.update(expires_at=timezone.now())
    invitations.invite(admin, organization, email=GUEST)
    states = Invitation.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "pending"]


def test_nobody_writes_to_the_whole_country(house):
    organization, admin = house
    for number in range(invitations.MOST_A_DAY):
        make_invitation(organization, f"n{number}@example.org", invited_by=admin)
    with pytest.raises(ValidationError):
        invitations.invite(admin, organization, email=GUEST)


@pytest.mark.parametrize("who", ["stranger", "member", "editor", "admin of another"])
def test_administrators_alone_invite(house, who):
    organization, _admin = house
    user = {
        "stranger": make_account,
        "member": lambda: make_member(organization),
        "editor": lambda: make_member(organization, Role.Name.EDITOR),
        "admin of another": lambda: make_claimed()[1],
    }[who]()
    with pytest.raises(PermissionDenied):
        invitations.invite(user, organization, email=GUEST)
    invitation = make_invitation(organization, GUEST)
    with pytest.raises(PermissionDenied):
        invitations.withdraw_invitation(user, organization, invitation=invitation)


def test_the_platform_invites_the_first_administrator_in_public():
    organization = make_organization()
    staff, user = make_administrator(), make_account(GUEST)
    invitation = invitations.invite(staff, organization, email=GUEST, role=Role.Name.ADMIN)

    invitations.accept_invitation(user, organization, invitation=invitation)

    organization.refresh_from_db()
    assert organization.is_claimed and role(user, organization) == "admin"
    assert Statement.objects.get().verb == "organizations.accept_invitation"
