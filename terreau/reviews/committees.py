"""A committee in words: its seats by role and organization, never by name."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _


def seat_words(seat, *, with_address=False):
    """A seat by its role and for whom; with_address: for those who seat, who typed the address."""
    words = capfirst(str(seat.get_role_display()))
    if seat.organization:
        words = _("%(role)s, for %(organization)s") % {
            "role": words,
            "organization": seat.organization.title,
        }
    if with_address and seat.user:
        words = f"{words} ({seat.user.email})"
    return words


def standing(seat):
    """What is public of how a member stands to the decision."""
    if seat.recused:
        return _("takes no part")
    if not seat.declared:
        return _("has not declared interests yet")
    return _("declared interests") if seat.interests else _("declared to have no interests")
