"""The invented network of a first start."""

from django.utils.translation import gettext as _

from terreau.demonstration.actions import show
from terreau.demonstration.queries import is_forgotten, is_shown
from terreau.entries.demonstration import register_loader


def load(progress):
    """Show the network unless it is there already, or was forgotten: two queries then."""
    if is_forgotten():
        return _("the invented network was forgotten, and stays so")
    if not is_shown():
        show(progress)
    return _("an invented network: people, organizations, needs, offers, resources, projects …")


register_loader("network", load)
