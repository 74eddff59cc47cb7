"""What entries and the public record keep of a person."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.entries.models import ActedAs, Role, Tenure
from terreau.ledger.queries import said_by

BATCH = 500


def told_title(entry):
    """The title of an entry of others in a copy of one's data, or "" where it was hidden since."""
    return entry.title if entry.is_public else ""


def role_rows(user):
    for each in Role.objects.filter(user=user).select_related("entry").order_by("since", "pk"):
        yield {"entry": str(each.entry.uid), "title": each.entry.title, "role": each.name}


def tenure_rows(user):
    for each in Tenure.objects.filter(user=user).select_related("entry").order_by("since", "pk"):
        yield {
            "entry": str(each.entry.uid),
            "title": each.entry.title,
            "role": each.name,
            "since": each.since,
            "until": each.until,
        }


def acting_rows(user):
    acted = ActedAs.objects.filter(user=user).select_related("organization").order_by("at", "pk")
    for each in acted:
        yield {
            "statement": str(each.statement),
            "organization": str(each.organization.uid),
            "title": each.organization.title,
            "at": each.at,
        }


def statement_rows(user):
    """What the public record says that the person did; it stays, under a uid that leads nowhere."""
    for each in said_by(user.uid).iterator(chunk_size=BATCH):
        yield {
            "statement": str(each.uid),
            "at": each.at,
            "action": each.verb,
            "entry": str(each.subject),
            "said": each.payload,
        }


register_holding(Holding("roles", _("Roles"), ("entries.Role",), role_rows))
register_holding(Holding("past_roles", _("Roles over time"), ("entries.Tenure",), tenure_rows))
register_holding(Holding("acted_for", _("Acts for others"), ("entries.ActedAs",), acting_rows))
register_holding(Holding("public_acts", _("Public acts"), (), statement_rows))
