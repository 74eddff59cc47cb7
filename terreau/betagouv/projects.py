"""Products as projects: columns, themes, and rows on both axes of time."""

from django.db.models import Min
from django.utils import timezone

from terreau.betagouv import derive
from terreau.betagouv.bodies import Bodies
from terreau.betagouv.organizations import slugs_of, write_columns
from terreau.entries.bulk import create_all, link_topics
from terreau.entries.known import start_of
from terreau.entries.models import Entry, Link, Topic
from terreau.entries.slugs import free_slug, slug_of
from terreau.harvest.models import Record
from terreau.harvest.sync import sync
from terreau.projects.chain import FIELDS as SPELL_FIELDS
from terreau.projects.chain import in_effect
from terreau.projects.models import Accessibility, Event, Listing, Project, Spell
from terreau.projects.phases import NOT_YET, UNLISTED

STARTUPS = "startups"
ACCESSIBILITY = {
    "non conforme": Accessibility.NONE,
    "partiellement conforme": Accessibility.PARTIAL,
    "totalement conforme": Accessibility.FULL,
}
COLUMNS = (
    "title", "summary", "problem", "solution", "audience", "born_on", "website", "repository",
    "statistics_url", "budget_url", "impact_url", "accessibility", "territory_id", "state",
)  # fmt: skip
TIE_FIELDS = ("target_id", "role", "leads", "valid_from", "valid_to")
EVENT_FIELDS = ("name", "word", "happened_on", "amount", "sequence", "commented")


def described(facts, bodies, state):
    """The columns of a project from what its record said last."""
    links = facts["links"]
    return {
        "title": (facts["title"] or facts["external_id"])[:300],
        "summary": facts["mission"],
        "problem": facts.get("problem", ""),
        "solution": facts.get("solution", ""),
        "audience": ", ".join(facts["usertypes"])[:300],
        "born_on": derive.day_of(facts["born_on"]),
        "website": links["site"][:500],
        "repository": links["repository"][:500],
        "statistics_url": links["stats"][:500],
        "budget_url": links["budget"][:500],
        "impact_url": links["impact"][:500],
        "accessibility": getattr(ACCESSIBILITY.get(facts["accessibility"], ""), "value", ""),
        "territory_id": bodies.place(facts),
        "state": state,
    }


def state_now(told, spells):
    """The phase today, known now, from the rows just derived."""
    if told.segments[-1][1] is None:
        return UNLISTED
    current = in_effect([fact for fact, _, ended in spells if ended is None], timezone.localdate())
    return current.phase if current else NOT_YET


def first_records(told):
    """{entry key: key of the first record that ever told of it}: one query."""
    keys = [item.record.entry_id for item in told]
    rows = Record.objects.filter(entry__in=keys).values("entry").annotate(first=Min("pk"))
    return dict(rows.order_by("entry").values_list("entry", "first"))


class Projects:
    """How the importer creates and changes projects."""

    def __init__(self, source):
        self.source = source
        self.bodies = Bodies(source)

    def create(self, told):
        taken = slugs_of(Project.KIND)
        fresh = []
        for item in told:
            slug = free_slug(Project.KIND, item.observation.identifier, taken)
            taken.add(slug)
            state = state_now(item, derive.spell_rows(item.segments))
            columns = described(item.facts, self.bodies, state)
            known_from = start_of(item.segments[0][0])
            fresh.append(Project(slug=slug, published_at=known_from, **columns))
        return create_all(Project, fresh)

    def apply(self, told, report):
        """Write what changed; returns {id of the told: names of what changed}.

        A project is described by the first record that told of it: one of another source gives
        it events alone.
        """
        first = first_records(told)
        leading = [item for item in told if first[item.record.entry_id] == item.record.pk]
        mine = [item for item in leading if item.record.adopted_at is None]
        spells = {i.record.entry_id: derive.spell_rows(i.segments) for i in leading}
        changed = self.rows(mine, spells)
        changed["events"] = self.events([i for i in told if i.record.adopted_at is None])
        entries = Project.objects.in_bulk([item.record.entry_id for item in leading])
        changed["topics"] = self.topics(mine)
        changes = {id(i): ["events"] for i in told if i.record.entry_id in changed["events"]}
        changes = {id(item): [] for item in told} | changes
        for item in leading:
            key = item.record.entry_id
            entry = entries[key]
            columns = described(item.facts, self.bodies, state_now(item, spells[key]))
            columns["born_on"] = columns["born_on"] or entry.born_on
            before = entry.state
            names = write_columns(entry, columns, COLUMNS, item, report)
            if "state" in names:
                item.moved = (before, entry.state)
            changes[id(item)] = [*names, *sorted(name for name in changed if key in changed[name])]
        return changes

    def rows(self, told, spells):
        """Bring the dated rows to what was told; returns {what: keys of projects it changed}."""
        keys = {item.record.entry_id: item.segments for item in told}
        values = {
            key: [(tuple(getattr(f, n) for n in SPELL_FIELDS), a, b) for f, a, b in spells[key]]
            for key in keys
        }
        ties = {key: derive.tie_rows(each, self.bodies.ties) for key, each in keys.items()}
        listings = {key: derive.listing_rows(each) for key, each in keys.items()}
        return {
            "spells": sync(Spell, "project", values, self.source, SPELL_FIELDS),
            "affiliations": sync(Link, "source", ties, self.source, TIE_FIELDS),
            "listings": sync(Listing, "project", listings, self.source, ()),
        }

    def events(self, told):
        """Bring the events to what was told; returns the keys of projects that this changed."""
        events = {item.record.entry_id: derive.event_rows(item.segments) for item in told}
        return sync(Event, "project", events, self.source, EVENT_FIELDS)

    def topics(self, told):
        """Give projects the themes they said last, new ones among them; returns keys changed."""
        names = {name for item in told for name in item.facts["themes"]}
        wanted = {slug_of(name)[:80]: name for name in sorted(names, reverse=True)}
        new = set(wanted) - set(
            Topic.objects.filter(slug__in=wanted).values_list("slug", flat=True)
        )
        Topic.objects.bulk_create(
            [Topic(slug=slug, name=wanted[slug][:120]) for slug in sorted(new)],
            ignore_conflicts=True,
        )
        topics = {topic.slug: topic for topic in Topic.objects.filter(slug__in=wanted)}
        pairs = {
            (item.record.entry_id, topics[slug_of(name)[:80]].pk)
            for item in told
            for name in item.facts["themes"]
        }
        through = Entry.topics.through
        keys = [item.record.entry_id for item in told]
        there = set(through.objects.filter(entry__in=keys).values_list("entry_id", "topic_id"))
        for entry, topic in there - pairs:
            through.objects.filter(entry_id=entry, topic_id=topic).delete()
        link_topics(pairs - there)
        return {entry for entry, _topic in pairs ^ there}
