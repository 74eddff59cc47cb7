"""What a profile keeps of a person."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.ledger.queries import about
from terreau.people.actions import erase_profile
from terreau.people.models import FIELDS
from terreau.people.queries import profile_of


def profile_rows(user):
    person = profile_of(user)
    if person is None:
        return
    yield {
        "uid": str(person.uid),
        "name": person.title,
        "is_pseudonym": person.is_pseudonym,
        "standing": person.state,
        "territory": person.territory.code if person.territory else "",
        "published_at": person.published_at,
        "verified_at": person.verified_at,
        **{name: str(getattr(person, name) or "") for name in FIELDS},
        **{f"{name}_seen_by": str(person.reach_of(name)) for name in FIELDS},
    }


def record_rows(user):
    """What the public record says of the profile: it does not say who did it."""
    person = profile_of(user)
    for each in about(person.uid).order_by("id") if person is not None else ():
        yield {
            "statement": str(each.uid),
            "at": each.at,
            "action": each.verb,
            "entry": str(each.subject),
            "said": each.payload,
        }


register_holding(Holding("profile_acts", _("Public record"), (), record_rows))
register_holding(
    Holding("profile", _("Public profile"), ("people.Person",), profile_rows, erase=erase_profile)
)
