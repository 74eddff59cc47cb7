"""Incubators and the bodies that carry products, as organizations."""

from terreau.betagouv.bodies import INCUBATORS, Bodies
from terreau.entries.bulk import create_all
from terreau.entries.known import start_of
from terreau.entries.models import Entry, OldSlug
from terreau.entries.slugs import PAGES, free_slug, give_in_turn, slug_of
from terreau.harvest.identities import NAMED
from terreau.organizations.models import Organization, OrganizationType
from terreau.territories.models import Territory
from terreau.territories.names import fold
from terreau.territories.queries import of_level

TYPES = {
    "administration-centrale": OrganizationType.STATE_SERVICE,
    "service-deconcentre": OrganizationType.STATE_SERVICE,
    "operateur": OrganizationType.OPERATOR,
    "securite-sociale": OrganizationType.OPERATOR,
    "collectivite-territoriale": OrganizationType.LOCAL_AUTHORITY,
}
LOCAL_WORDS = (
    "departement ", "region ", "ville ", "agglomeration ", "metropole ", "communaute ", "commune ",
    "conseil departemental ", "conseil regional ", "mairie ",
)  # fmt: skip
PLACED = {"collectivite-territoriale", "service-deconcentre"}
COLUMNS = (
    "title", "state", "summary", "website", "repository", "acronym", "parent_id", "territory_id",
)  # fmt: skip


class Places:
    """Departments and regions by the words with which names of local bodies end."""

    def __init__(self):
        levels = (Territory.Level.REGION, Territory.Level.DEPARTMENT)
        found = [(fold(place.name), place.pk) for level in levels for place in of_level(level)]
        self.names = sorted(found, key=lambda each: (-len(each[0]), each))

    def at_the_end_of(self, name):
        """The key of the territory whose name ends a name, the longest first; None without."""
        words = f" {fold(name)}"
        return next((pk for place, pk in self.names if words.endswith(f" {place}")), None)


def type_of(facts):
    """The type of a body from the source's word, or else from how its name begins."""
    name = fold(facts["name"])
    if name.startswith("ministere"):
        return OrganizationType.MINISTRY
    if facts["type"] in TYPES:
        return TYPES[facts["type"]]
    return OrganizationType.LOCAL_AUTHORITY if is_local(name) else OrganizationType.OTHER


def is_local(folded):
    return folded.startswith(LOCAL_WORDS)


def described(collection, facts, places, bodies):
    """The columns of an organization from what its record said last."""
    if collection == INCUBATORS:
        return {
            "title": (facts["title"] or facts["external_id"])[:300],
            "state": OrganizationType.INCUBATOR.value,
            "summary": facts["summary"],
            "website": facts["website"][:500],
            "repository": facts["repository"][:500],
            "acronym": "",
            "parent_id": bodies.owner(facts),
            "territory_id": None,
        }
    name = facts["name"] or facts["external_id"]
    placed = facts["type"] in PLACED or is_local(fold(name))
    return {
        "title": name[:300],
        "state": type_of(facts).value,
        "summary": "",
        "website": "",
        "repository": "",
        "acronym": facts["acronym"][:40],
        "parent_id": None,
        "territory_id": places.at_the_end_of(name) if placed else None,
    }


class Organizations:
    """How the importer creates and changes the organizations of one collection."""

    def __init__(self, source):
        self.places = Places()
        self.bodies = Bodies(source)

    def create(self, told):
        taken = slugs_of(Organization.KIND)
        fresh = []
        for item in told:
            collection = item.observation.collection
            columns = described(collection, item.facts, self.places, self.bodies)
            names = (item.observation.identifier.removeprefix(NAMED), columns["title"])
            slug = next((s for s in map(slug_of, names) if s not in taken), None)
            slug = slug or free_slug(Organization.KIND, names[0], taken)
            taken.add(slug)
            known_from = start_of(item.segments[0][0])
            fresh.append(Organization(slug=slug, published_at=known_from, **columns))
        return create_all(Organization, fresh)

    def apply(self, told, report):
        """Write what changed; returns {id of the told: names of changed columns}."""
        keys = [item.record.entry_id for item in told]
        entries = Organization.objects.in_bulk(keys)
        changes = {}
        for item in told:
            entry = entries[item.record.entry_id]
            columns = described(item.record.collection, item.facts, self.places, self.bodies)
            changes[id(item)] = write_columns(entry, columns, COLUMNS, item, report)
        return changes


def write_columns(entry, columns, names, told, report):
    """Write the columns that differ; those of an adopted entry are reported and left alone."""
    changed = [name for name in names if getattr(entry, name) != columns[name]]
    if told.record.adopted_at is not None:
        if told.segments[-1][1] is None:
            report.find("lost-and-kept-here", told.record.identifier)
        elif changed:
            report.find("kept_as_edited_here", told.record.identifier, columns=", ".join(changed))
        return []
    for name in changed:
        setattr(entry, name, columns[name])
    if changed:
        entry.save(update_fields=changed)
    return changed


def slugs_of(kind):
    """All addresses of a kind that are in use, held until the transaction ends: two queries."""
    give_in_turn(kind)
    present = Entry.objects.filter(kind=kind).values_list("slug", flat=True)
    return {*PAGES, *present, *OldSlug.objects.filter(kind=kind).values_list("slug", flat=True)}
