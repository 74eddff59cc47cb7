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


def standing(seat, *, in_full=False):
    """What is public of how a member stands to the decision; in_full: with what they declared, for
    those who may read it."""
    words = _("declared interests") if seat.interests else _("declared to have no interests")
    if not seat.declared:
        words = _("has not declared interests yet")
    if seat.recused:
        words = _("takes no part")
    return f"{words}: {seat.interests}" if in_full and seat.interests else words
