"""What the map of actors and offers can be of: each a name in addresses, a kind and a state."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terreau.entries.kinds import kind_named
from terreau.offers.models import Offer, State
from terreau.organizations.models import Organization, OrganizationType
from terreau.people.models import Person, Standing
from terreau.territories.models import Territory
from terreau.territories.outlines import department_outlines, region_outlines

DEPARTMENT, REGION = Territory.Level.DEPARTMENT, Territory.Level.REGION
LEVELS = (DEPARTMENT, REGION)


@dataclass(frozen=True)
class Choice:
    """kind: of the register; state: None for any."""

    kind: str
    state: str | None = None

    @property
    def name(self):
        return self.kind if self.state is None else f"{self.kind}.{self.state}"

    @property
    def label(self):
        kind = kind_named(self.kind)
        plural = capfirst(str(kind.name_plural))
        if self.kind == Offer.KIND:
            return _("Open offers of help")
        if self.state is None:
            return plural
        words = {"plural": plural, "label": kind.states()[self.state]}
        return _("%(plural)s: %(label)s") % words


CHOICES = {
    each.name: each
    for each in (
        Choice(Organization.KIND),
        *(Choice(Organization.KIND, state) for state in OrganizationType.values),
        Choice(Person.KIND),
        *(Choice(Person.KIND, state) for state in Standing.values),
        Choice(Offer.KIND, State.OPEN.value),
    )
}
USUAL = Organization.KIND


def chosen(given):
    """(Choice, level) of the parameters of an address; the usual ones for what means none."""
    choice = CHOICES.get(given.get("what", ""), CHOICES[USUAL])
    level = given.get("level", "")
    return choice, level if level in LEVELS else DEPARTMENT


def outlines(level):
    return region_outlines() if level == REGION else department_outlines()
