"""What pages about members say, as the parameters of the components that show them."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from terreau.entries.models import Role
from terreau.organizations.letters import ROLES
from terreau.organizations.models import Outcome, Request
from terreau.prepared import addresses

ORDER = (Role.Name.ADMIN, Role.Name.EDITOR, Role.Name.MEMBER)


def address(name, organization, *keys):
    if keys:
        return reverse(f"organization:{name}", args=[organization.slug, *keys])
    return addresses.address(f"organization:{name}", organization.slug)


def day(moment):
    return date_format(localtime(moment), "DATE_FORMAT") if moment else ""


def called(person, viewer, names, governs):
    """How a person is called before another member: by the name of their public profile.

    Administrators know their address too. names: of `membership.names_of`.
    """
    name, _url = names.get(person.pk, ("", ""))
    if person == viewer:
        return _("you (%(email)s)") % {"email": person.email}
    if governs:
        return f"{name} ({person.email})" if name else person.email
    return name or _("somebody without a public profile")


def members_sheet(user, page, form, mine=None):
    """`membership.members_page` as its template draws it. mine: the newest Request of the user."""
    organization, governs = page["organization"], page["governs"]
    return page | {
        "form": form if governs and organization.closed_on is None else None,
        "figures": [
            {"value": page["counts"].get(name, 0), "label": plural(name, page["counts"])}
            for name in ORDER
        ],
        "header": [_("Person"), _("Role"), _("Since")],
        "rows": [row(user, page, role) for role in page["members"] or ()],
        "requests": [
            {
                "title": each.user.email,
                "summary": each.message,
                "url": address("settle", organization, each.pk),
                "meta": [{"label": _("Asked on"), "text": day(each.asked_at)}],
            }
            for each in page["requests"]
        ],
        "invitations": [invited(organization, each) for each in page["invitations"]],
        "past_header": [_("Person"), _("Role"), _("From"), _("Until")],
        "past": [
            [
                called(each.user, user, page["names"], governs),
                ROLES[each.name],
                day(each.since),
                day(each.until),
            ]
            for each in page["past"]
        ],
        "actions": offers(user, organization, page["members"] is not None),
        "mine": mine and own_request(organization, mine),
    }


def plural(name, counts):
    n = counts.get(name, 0)
    if name == Role.Name.ADMIN:
        return npgettext("people", "administrator", "administrators", n)
    if name == Role.Name.EDITOR:
        return npgettext("people", "editor", "editors", n)
    return npgettext("people", "member", "members", n)


def row(user, page, role):
    organization, governs = page["organization"], page["governs"]
    name = called(role.user, user, page["names"], governs)
    _name, url = page["names"].get(role.user_id, ("", ""))
    if governs:
        url = address("member", organization, role.user.uid)
    return [{"text": name, "url": url} if url else name, ROLES[role.name], day(role.since)]


def invited(organization, invitation):
    ends = _("has ended") if invitation.is_expired else day(invitation.expires_at)
    return {
        "key": invitation.pk,
        "title": invitation.email,
        "facts": [
            {"term": _("Role"), "text": ROLES[invitation.role]},
            {"term": _("Invited on"), "text": day(invitation.invited_at)},
            {"term": _("Until"), "text": ends},
        ],
        "withdraw": address("withdraw_invitation", organization, invitation.pk),
    }


def own_request(organization, request):
    """What became of the user's own request: {text, tone, withdraw: address or ""}."""
    words = {"day": day(request.settled_at), "reason": request.reason}
    said = {
        Outcome.PENDING: (_("Your request waits for an answer."), "info"),
        Outcome.REFUSED: (
            _("Your request was refused on %(day)s: %(reason)s") % words,
            "warn",
        ),
    }
    if request.state not in said:
        return None
    text, tone = said[request.state]
    waits = request.state == Outcome.PENDING
    return {
        "text": text,
        "tone": tone,
        "withdraw": address("withdraw_request", organization) if waits else "",
    }


def offers(user, organization, belongs):
    """The buttons of the page of members."""
    named = [
        ("leave", "leave", _("Leave")),
        ("set_domains", "set_domains", _("E-mail domains")),
        ("release", "release", _("Give the administration up")),
    ]
    if not organization.is_claimed:
        named.pop()
    buttons = [
        {"label": words, "url": address(name, organization), "tone": "quiet"}
        for permission, name, words in named
        if user.has_perm(f"organizations.{permission}", organization)
    ]
    return buttons if belongs else [*joining(organization), *buttons]


def joining(organization):
    """The button by which somebody comes to have a part in it; no query."""
    if organization.closed_on is not None:
        return []
    name, words = "claim", _("Claim this organization")
    if organization.is_claimed:
        name, words = "join", _("Ask to join")
    return [{"label": words, "url": address(name, organization), "tone": "quiet"}]


def member_sheet(user, organization, role):
    """What the page of one member says; whom the user may not hand over to gets no such form."""
    can_transfer = role.user != user and user.has_perm("organizations.transfer", organization)
    return {
        "organization": organization,
        "person": role.user.email,
        "facts": [
            {"term": _("Role"), "text": ROLES[role.name]},
            {"term": _("Since"), "text": day(role.since)},
        ],
        "can_transfer": can_transfer,
        "back": address("members", organization),
    }


def request_sheet(organization, asked):
    is_claim = asked.aim == Request.Aim.CLAIM
    return {
        "organization": organization,
        "is_claim": is_claim,
        "title": _("Somebody claims this organization") if is_claim else _("Somebody asks to join"),
        "waits": asked.state == Outcome.PENDING,
        "facts": [
            {"term": _("Person"), "text": asked.user.email},
            {"term": _("Asked on"), "text": day(asked.asked_at)},
            {"term": _("State"), "text": asked.get_state_display()},
            {"term": _("Message"), "text": asked.message or _("none")},
            *([{"term": _("Reason"), "text": asked.reason}] if asked.reason else []),
        ],
        "back": after_settling(organization, is_claim),
    }


def after_settling(organization, is_claim):
    return reverse("organization:claims") if is_claim else address("members", organization)


def claims_sheet(waiting):
    return {
        "header": [_("Organization"), _("Person"), _("Asked on")],
        "rows": [
            [
                {
                    "text": each.organization.title,
                    "url": address("settle", each.organization, each.pk),
                },
                each.user.email,
                day(each.asked_at),
            ]
            for each in waiting
        ],
    }


def invitation_state(invitation, user, is_for):
    """waiting (for this user), elsewhere (another address), signed_out, expired, or its Outcome."""
    if invitation.state != Outcome.PENDING:
        return invitation.state
    if invitation.is_expired:
        return "expired"
    if not user.is_authenticated:
        return "signed_out"
    return "waiting" if is_for else "elsewhere"


def invitation_sheet(request, invitation, state):
    ways = urlencode({"next": request.get_full_path()})
    said = {
        "elsewhere": _(
            "This invitation was sent to another address than yours. Sign in with the address at "
            "which it reached you, or add that address to your account."
        ),
        "signed_out": _(
            "To accept it, sign in with the address at which this message reached you."
        ),
        "expired": _("This invitation has ended. Ask whoever invited you for another one."),
        Outcome.ACCEPTED: _("This invitation was accepted."),
        Outcome.REFUSED: _("This invitation was refused."),
        Outcome.WITHDRAWN: _("This invitation was withdrawn."),
    }
    return {
        "organization": invitation.organization,
        "state": state,
        "text": said.get(state, ""),
        "is_open": state in ("waiting", "elsewhere", "signed_out"),
        "facts": [
            {"term": _("Role"), "text": ROLES[invitation.role]},
            {"term": _("Until"), "text": day(invitation.expires_at)},
        ],
        "sign_in": f"{reverse('account_login')}?{ways}",
        "sign_up": f"{reverse('account_signup')}?{ways}",
    }


def mine_sheet(found):
    """`membership.organizations_of` as the panel of the account page; None where there is none."""
    if not any(found.values()):
        return None
    return {
        "header": [_("Organization"), _("Role"), _("Since")],
        "rows": [
            [
                {"text": role.entry.title, "url": role.entry.get_absolute_url()},
                ROLES[role.name],
                day(role.since),
            ]
            for role in found["roles"]
        ],
        "requests": [
            {
                "label": each.organization.title,
                "url": address("members", each.organization),
            }
            for each in found["requests"]
        ],
        "invitations": found["invitations"],
    }
