"""Reads on who belongs to an organization, who asks to, and who is invited. Private, all of it."""

from contextlib import suppress
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404

from terreau.accounts.queries import verified_emails
from terreau.entries.models import Role, Tenure, visible
from terreau.organizations.letters import uid_of
from terreau.organizations.models import Invitation, Organization, Outcome, Request

MOST = 500  # rows of a list
PAST = 100
_names = []


def members_page(user, organization):
    """What the page of members shows to this user: 1 query, 4 for members, 7 for administrators.

    And those of `names_of`. {counts: {role: n}; for members: members: [Role]; for administrators:
    requests, invitations, past: [Tenure]; names}.
    """
    roles = Role.objects.filter(entry=organization.pk)
    counted = roles.order_by("name").values_list("name").annotate(n=Count("pk"))
    page = {"organization": organization, "counts": dict(counted), "members": None}
    page |= {"governs": False, "requests": [], "invitations": [], "past": [], "names": {}}
    if not user.has_perm("organizations.see_members", organization):
        return page
    page["members"] = list(roles.select_related("user").order_by("since", "pk")[:MOST])
    page["governs"] = user.has_perm("organizations.govern", organization)
    if page["governs"]:
        invitations = Invitation.objects.filter(
            organization=organization, state=Outcome.PENDING
        ).order_by("-invited_at", "-pk")
        past = Tenure.objects.filter(entry=organization.pk, until__isnull=False)
        page["requests"] = list(waiting(user, organization)[:MOST])
        page["invitations"] = list(invitations[:MOST])
        page["past"] = list(past.select_related("user").order_by("-until", "-pk")[:PAST])
    known = [each.user for each in (*page["members"], *page["past"])]
    return page | {"names": names_of(user, known)}


def waiting(user, organization):
    """The requests to it that this user may settle, the oldest first: one query."""
    asked = Request.objects.filter(organization=organization, state=Outcome.PENDING)
    if not user.has_perm("organizations.accept_claim", organization):
        asked = asked.filter(aim=Request.Aim.JOIN)
    return asked.select_related("user").order_by("asked_at", "pk")


def waiting_claims():
    """The claims that administrators of the platform settle, the oldest first: one query."""
    asked = Request.objects.filter(aim=Request.Aim.CLAIM, state=Outcome.PENDING)
    return list(asked.select_related("user", "organization").order_by("asked_at", "pk")[:MOST])


def members_at(organization, moment):
    """[Tenure] of those who had a role at a moment, known then as now: one query."""
    held = Tenure.objects.filter(entry=organization.pk, since__lte=moment)
    held = held.exclude(until__lte=moment)
    return list(held.select_related("user").order_by("since", "pk"))


def role_of(user, organization):
    """The Role that the user has in it, or None: one query, none for an anonymous reader."""
    if not user.is_authenticated:
        return None
    return Role.objects.filter(user=user, entry=organization.pk).first()


def role_at(organization, uid):
    """The Role of the person of that uid, with their User: one query. Raises Http404."""
    roles = Role.objects.filter(entry=organization.pk, user__uid=uid).select_related("user")
    role = roles.first()
    if role is None:
        raise Http404(str(uid))
    return role


def last_request(user, organization):
    """The newest Request of this user to it, or None: one query, none for an anonymous reader."""
    if not user.is_authenticated:
        return None
    asked = Request.objects.filter(user=user, organization=organization)
    return asked.order_by("-asked_at", "-pk").first()


def request_at(user, organization, pk):
    """A Request to settle, with its user: one query and those of the rule.

    Raises Http404, or PermissionDenied for who may not settle it.
    """
    found = Request.objects.filter(organization=organization, pk=pk).select_related("user").first()
    if found is None:
        raise Http404(str(pk))
    aim = "claim" if found.aim == Request.Aim.CLAIM else "request"
    if not user.has_perm(f"organizations.accept_{aim}", organization):
        raise PermissionDenied("organizations.govern")
    return found


def invitation_at(organization, pk):
    """An invitation of that organization: one query. Raises Http404."""
    found = Invitation.objects.filter(organization=organization, pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def invited_by_token(token):
    """The invitation that a signed link names, with its organization: one query. Raises Http404."""
    with suppress(TypeError, ValueError):
        uid = UUID(uid_of(token))
        found = Invitation.objects.select_related("organization").filter(uid=uid).first()
        if found is not None:
            return found
    raise Http404


def is_for(invitation, user):
    """Whether the user has proven that the invited address is theirs: one query."""
    return user.is_authenticated and invitation.email in verified_emails(user)


def organizations_of(user):
    """What a person's account page says of organizations: four queries.

    {roles: [Role with its entry], requests: [Request waiting], invitations: [Invitation waiting]}.
    """
    roles = Role.objects.filter(visible(user, "entry__"), user=user, entry__kind=Organization.KIND)
    asked = Request.objects.filter(user=user, state=Outcome.PENDING)
    invited = Invitation.objects.filter(email__in=verified_emails(user), state=Outcome.PENDING)
    return {
        "roles": list(roles.select_related("entry").order_by("entry__title", "pk")[:MOST]),
        "requests": list(asked.select_related("organization").order_by("asked_at")[:MOST]),
        "invitations": [
            each
            for each in invited.select_related("organization").order_by("invited_at")[:MOST]
            if not each.is_expired
        ],
    }


def requests_of(user):
    """Everything that the user asked of organizations, oldest first: one query."""
    return Request.objects.filter(user=user).select_related("organization").order_by("pk")


def invitations_of(user):
    """The invitations to an address of the user, or that they accepted: two queries."""
    mine = Q(email__in=verified_emails(user)) | Q(accepted_by=user)
    return Invitation.objects.filter(mine).select_related("organization").order_by("pk")


def register_names(names):
    """Let a room name people: names(viewer, users) → {key of the user: (name, address or "")}.

    For one that keeps public profiles; without it administrators alone can tell members apart.
    """
    _names.append(names)


def names_of(viewer, users):
    """{key of the user: (name, address)} of those that the viewer may know by name."""
    users = list({user.pk: user for user in users}.values())
    found = {}
    for names in _names:
        found |= names(viewer, users)
    return found
