"""The organizations that products and incubators of the source name."""

from terreau.harvest.identities import NAMED
from terreau.harvest.models import Alias, Record
from terreau.projects.queries import INCUBATED_BY, SPONSORED_BY
from terreau.territories.names import fold

INCUBATORS, BODIES = "incubators", "organisations"


class Bodies:
    """The organizations that products name, by identifier and by name."""

    def __init__(self, source):
        records = Record.objects.filter(source=source, collection__in=(INCUBATORS, BODIES))
        self.by_identifier, self.by_name, self.territories = {}, {}, {}
        rows = records.select_related("entry__organization").order_by("pk")
        for record in rows:
            self.by_identifier[(record.collection, record.identifier)] = record.entry_id
            self.territories[record.entry_id] = record.entry.territory_id
            if record.collection == BODIES:
                names = (record.entry.title, record.entry.organization.acronym, record.identifier)
                for name in names:
                    self.by_name.setdefault(fold(name), record.entry_id)
        aliases = Alias.objects.filter(source=source, collection__in=(INCUBATORS, BODIES))
        for collection, name, entry in aliases.values_list(
            "collection", "identifier", "record__entry_id"
        ):
            self.by_identifier.setdefault((collection, name), entry)

    def incubator(self, identifier):
        return self.by_identifier.get((INCUBATORS, identifier))

    def sponsor(self, facts):
        """The key of the organization that a sponsor is, or None."""
        found = self.by_identifier.get((BODIES, facts["external_id"]))
        found = found or self.by_identifier.get((BODIES, f"{NAMED}{fold(facts['name'])}"[:200]))
        names = (facts["name"], facts["acronym"], facts["external_id"])
        return found or next(
            (self.by_name[fold(n)] for n in names if n and fold(n) in self.by_name), None
        )

    def ties(self, facts):
        """[(target, role, leads)] of what one state of a product says."""
        hosts = [self.incubator(name) for name in facts["incubators"]]
        sponsors = [self.sponsor(each) for each in facts["sponsors"]]
        tied = {(t, INCUBATED_BY): place == 0 for place, t in reversed(list(enumerate(hosts))) if t}
        tied |= {(target, SPONSORED_BY): False for target in sponsors if target}
        return [(target, role, leads) for (target, role), leads in tied.items()]

    def place(self, facts):
        """The territory of a product: that of its sponsors, where they have one and the same."""
        keys = {self.sponsor(each) for each in facts["sponsors"]} - {None}
        places = {self.territories.get(key) for key in keys}
        return places.pop() if len(places) == 1 else None

    def owner(self, facts):
        """The key of the organization that an incubator belongs to, or None."""
        name = facts["owner"]
        return self.by_identifier.get((BODIES, name)) or self.by_name.get(fold(name))
