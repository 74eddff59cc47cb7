"""Who comes to administer an organization, and who does not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from terreau.entries.models import Role, Tenure
from terreau.entries.tests.factories import make_administrator
from terreau.ledger.models import Statement
from terreau.notifications.models import Notice
from terreau.organizations import actions, membership, requests
from terreau.organizations.models import Organization, Request
from terreau.organizations.tests.factories import (
    make_account,
    make_claimed,
    make_invitation,
    make_member,
    make_organization,
    make_request,
)

pytestmark = pytest.mark.django_db
DOMAIN = "ville.example.org"


@pytest.fixture
def city():
    return make_organization(domains=[DOMAIN], title="Ville")


def role(user, organization):
    found = Role.objects.filter(user=user, entry=organization.pk).first()
    return found and found.name


def told(user):
    notices = Notice.objects.filter(user=user).order_by("pk")
    return [text.partition(".")[2] for text in notices.values_list("text", flat=True)]


def test_a_proven_address_at_its_domain_claims_an_organization(city):
    user = make_account(f"agent@{DOMAIN}")

    requests.claim(user, city)

    city.refresh_from_db()
    assert role(user, city) == "admin" and city.is_claimed
    said = Statement.objects.get(verb="organizations.claim")
    assert said.payload == {"proof": "domain"}
    assert user.email not in str(said.payload)
    request = Request.objects.get()
    assert (request.state, request.proof, request.user) == ("accepted", "domain", user)


@pytest.mark.parametrize(
    "email, proven",
    [
        ("agent@ville.example.org", False),
        ("agent@sous.ville.example.org", True),
        ("agent@fausseville.example.org", True),
        ("ville.example.org@example.org", True),
        ("agent@ville.example.org.example.com", True),
    ],
)
def test_other_addresses_claim_nothing(city, email, proven):
    user = make_account(email, proven=proven)
    with pytest.raises(PermissionDenied):
        requests.claim(user, city)
    assert role(user, city) is None and Statement.objects.count() == 0


def test_a_siret_that_the_identity_provider_vouches_for_claims(monkeypatch):
    monkeypatch.setattr(
        "terreau.organizations.proofs.verified_sirets", lambda user: {"73282932000074"}
    )
    user = make_account()
    by_siret = make_organization(siret="73282932000074")
    by_siren = make_organization(siren="732829320")
    another = make_organization(siret="35600000000048", siren="732829320")

    assert user.has_perm("organizations.claim", by_siret)
    assert user.has_perm("organizations.claim", by_siren)
    assert not user.has_perm("organizations.claim", another)
    requests.claim(user, by_siret)
    assert Statement.objects.get().payload == {"proof": "siret"}


def test_what_is_claimed_or_closed_cannot_be_claimed(city):
    requests.claim(make_account(f"premiere@{DOMAIN}"), city)
    second = make_account(f"seconde@{DOMAIN}")
    with pytest.raises(PermissionDenied):
        requests.claim(second, city)
    closed = make_organization(domains=[DOMAIN], closed_on=timezone.localdate())
    with pytest.raises(PermissionDenied):
        requests.claim(second, closed)


def test_the_second_of_two_with_the_page_open_reads_why_and_where_to_ask(client, city):
    first, second = (make_account(f"{name}@{DOMAIN}") for name in ("une", "deux"))
    address = reverse("organization:claim", args=[city.slug])
    client.force_login(second)
    revision = client.get(address).context["entry"].revision
    requests.claim(first, city)

    page = client.post(address, {"revision": revision}, follow=True)

    assert page.status_code == 200
    assert page.context["entry"] == city and "message" in page.context["form"].fields
    assert role(second, city) is None


def test_without_a_proof_an_administrator_of_the_platform_decides(city):
    staff, user = make_administrator(), make_account()
    request = requests.ask(user, city, message="J’y travaille.")
    assert (request.aim, told(staff)) == ("claim", ["claim_asked"])
    with pytest.raises(PermissionDenied):
        requests.accept_claim(user, city, request=request)
    with pytest.raises(PermissionDenied):
        requests.accept_claim(make_member(city, Role.Name.ADMIN), city, request=request)

    requests.accept_claim(staff, city, request=request)

    assert role(user, city) == "admin" and told(user) == ["accepted"]
    said = Statement.objects.get()
    assert (said.verb, said.actor) == ("organizations.accept_claim", staff.uid)
    assert str(user.uid) not in str(said.payload)
    with pytest.raises(ValidationError):
        requests.accept_claim(staff, city, request=request)
    assert Statement.objects.count() == 1


def test_a_refusal_says_why_to_the_person_alone(client, city):
    staff, user = make_administrator(), make_account()
    request = requests.ask(user, city, message="Moi.")
    with pytest.raises(ValidationError):
        requests.refuse_claim(staff, city, request=request, reason=" ")

    requests.refuse_claim(staff, city, request=request, reason="Adresse inconnue.")

    assert Statement.objects.count() == 0
    notice = Notice.objects.get(user=user)
    assert notice.parameters == {"reason": "Adresse inconnue."}
    members = reverse("organization:members", args=[city.slug])
    assert "Adresse inconnue." not in client.get(members).content.decode()
    client.force_login(user)
    assert "Adresse inconnue." in client.get(members).content.decode()


@pytest.mark.parametrize("is_claim", [True, False])
@pytest.mark.parametrize("answer", ["accept", "refuse"])
def test_requests_are_settled_on_their_page(client, city, is_claim, answer):
    staff, user = make_administrator(), make_account()
    organization = city if is_claim else make_claimed()[0]
    request = make_request(organization, user)
    page = reverse("organization:settle", args=[organization.slug, request.pk])
    client.force_login(staff)
    assert client.get(page).status_code == 200
    given = {"accept": {"role": Role.Name.EDITOR}, "refuse": {"reason": "Adresse inconnue."}}

    sent = client.post(page, given[answer] | {"decision": answer})

    assert sent.status_code == 302
    granted = Role.Name.ADMIN if is_claim else Role.Name.EDITOR
    assert role(user, organization) == (granted if answer == "accept" else None)
    assert len(told(user)) == 1
    assert client.post(page, {"decision": "refuse"}).status_code in (200, 403, 404)


def test_claims_that_come_too_late_become_requests_to_join(city):
    late, winner = make_account(), make_account(f"agent@{DOMAIN}")
    request = requests.ask(late, city, message="Moi aussi.")

    requests.claim(winner, city)

    request.refresh_from_db()
    assert (request.aim, request.state) == ("join", "pending")
    assert told(late) == ["turned"]
    with pytest.raises(ValidationError):
        requests.accept_claim(make_administrator(), city, request=request)
    requests.accept_request(winner, city, request=request, role=Role.Name.EDITOR)
    assert role(late, city) == "editor"


def test_nobody_asks_twice_at_once_nor_again_right_after_a_refusal(city):
    staff, user = make_administrator(), make_account()
    request = requests.ask(user, city)
    with pytest.raises(ValidationError):
        requests.ask(user, city)
    requests.refuse_claim(staff, city, request=request, reason="Non.")
    with pytest.raises(ValidationError):
        requests.ask(user, city)
    Request.objects.update(settled_at=timezone.now() - timedelta(days=8))
    assert requests.ask(user, city).state == "pending"


def test_nobody_fills_the_inboxes_of_everybody():
    user = make_account()
    for _ in range(requests.MOST_WAITING):
        make_request(make_organization(), user)
    with pytest.raises(ValidationError):
        requests.ask(user, make_organization())


def test_a_request_withdrawn_is_settled_by_nobody():
    organization, admin = make_claimed()
    user = make_account()
    request = requests.ask(user, organization)
    assert told(admin) == ["join_asked"]
    requests.withdraw_request(user, organization)
    request.refresh_from_db()
    assert request.state == "withdrawn"
    with pytest.raises(ValidationError):
        requests.accept_request(admin, organization, request=request)
    with pytest.raises(PermissionDenied):
        requests.withdraw_request(user, organization)


def test_a_request_to_one_organization_is_not_settled_by_another():
    organization, _admin = make_claimed()
    another, stranger = make_claimed()
    request = requests.ask(make_account(), organization)
    with pytest.raises(ValidationError):
        requests.accept_request(stranger, another, request=request)
    with pytest.raises(PermissionDenied):
        requests.accept_request(stranger, organization, request=request)


def test_joining_leaves_no_public_trace():
    organization, admin = make_claimed()
    user = make_account()
    request = requests.ask(user, organization)
    requests.accept_request(admin, organization, request=request)

    assert Statement.objects.count() == 0
    held = Tenure.objects.get(user=user)
    assert (held.name, held.given_by, held.until) == ("member", admin, None)


@pytest.mark.parametrize(
    "domains",
    [
        ["gmail.com"], ["ville"], ["Ville.example.org"], ["ville.example.org "], ["a b.org"],
        ["-ville.example.org"], ["ville.example.org", "ville.example.org"], ["*.example.org"],
        ["ville.example.org\n"], [1], "ville.example.org", [f"v{n}.example.org" for n in range(21)],
    ],
)  # fmt: skip
def test_domains_are_those_that_only_an_organization_gives_out(domains):
    organization = make_organization()
    with pytest.raises((ValidationError, TypeError)):
        actions.set_domains(make_administrator(), organization, domains=domains)
    assert Organization.objects.get().domains == []


def test_administrators_of_the_platform_alone_say_the_domains():
    organization, admin = make_claimed()
    with pytest.raises(PermissionDenied):
        actions.set_domains(admin, organization, domains=["ville.example.org"])

    actions.set_domains(make_administrator(), organization, domains=["ville.example.org"])

    assert Statement.objects.get().payload == {"changed": {"domains": [[], ["ville.example.org"]]}}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_claims_costs_the_same_for_one_and_three(
    client, django_assert_num_queries, count
):
    for _ in range(count):
        requests.ask(make_account(), make_organization())
    client.force_login(make_administrator())
    page = reverse("organization:claims")
    client.get(page)
    with django_assert_num_queries(4):
        shown = client.get(page)
    assert len(shown.context["rows"]) == count


def test_claims_are_listed_to_administrators_of_the_platform_alone(client):
    _organization, admin = make_claimed()
    page = reverse("organization:claims")
    assert client.get(page).status_code == 302
    client.force_login(admin)
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_what_an_account_says_of_organizations_costs_four_queries(django_assert_num_queries, count):
    user = make_account()
    for _ in range(count):
        make_claimed(admin=user)
        make_request(make_organization(), user)
        make_invitation(make_organization(), user.email)
    with django_assert_num_queries(4):
        found = membership.organizations_of(user)
    assert [len(found[name]) for name in ("roles", "requests", "invitations")] == [count] * 3
