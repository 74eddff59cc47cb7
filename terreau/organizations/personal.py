"""What organizations keep of a person beside their roles."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.organizations.members import let_go
from terreau.organizations.membership import invitations_of, requests_of


def request_rows(user):
    for each in requests_of(user):
        yield {
            "organization": str(each.organization.uid),
            "title": each.organization.title,
            "aim": each.aim,
            "message": each.message,
            "state": each.state,
            "asked_at": each.asked_at,
            "settled_at": each.settled_at,
            "reason": each.reason,
        }


def invitation_rows(user):
    for each in invitations_of(user):
        yield {
            "organization": str(each.organization.uid),
            "title": each.organization.title,
            "email": each.email,
            "role": each.role,
            "state": each.state,
            "invited_at": each.invited_at,
            "settled_at": each.settled_at,
        }


register_holding(
    Holding(
        "requests", _("Requests to organizations"), ("organizations.Request",), request_rows,
        erase=let_go,
    )
)  # fmt: skip
register_holding(
    Holding(
        "invitations", _("Invitations received"), ("organizations.Invitation",), invitation_rows
    )
)
