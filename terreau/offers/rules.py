import rules

from terreau.entries.rules import is_editor
from terreau.offers.models import Offer, State


@rules.predicate
def is_there(user, offer=None):
    return isinstance(offer, Offer) and offer.state != State.WITHDRAWN and offer.hidden_at is None


@rules.predicate
def nobody(user, offer=None):
    """What the house alone does, as a part of something else."""
    return False


rules.add_perm("offers.create", is_editor)
rules.add_perm("offers.edit", is_there & is_editor)
rules.add_perm("offers.withdraw", is_there & is_editor)
rules.add_perm("offers.take", nobody)
rules.add_perm("offers.give_back", nobody)
