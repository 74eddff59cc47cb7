"""What `matching` knows of entries beside their text, read for many at once."""

from collections import defaultdict

from terreau.entries.models import Entry, Link
from terreau.matching import Place
from terreau.needs.models import HELPED_BY, SOLVED, Help, Need
from terreau.territories.models import Containment


def themes_of(keys):
    """{entry key: {theme key: name}}: one query."""
    found = defaultdict(dict)
    through = Entry.topics.through.objects.filter(entry__in=keys).order_by("topic")
    for key, topic, name in through.values_list("entry_id", "topic_id", "topic__name"):
        found[key][topic] = name
    return found


def places_of(territories):
    """{territory key: Place}: one query. Of two intercommunalities around one, the first counts."""
    chains = defaultdict(dict)
    inside = Containment.objects.filter(descendant__in=set(territories) - {None})
    rows = inside.order_by("ancestor").values_list(
        "descendant_id", "ancestor__level", "ancestor__code", "ancestor__name"
    )
    for key, level, code, name in rows:
        chains[key].setdefault(level, (code, name))
    return {key: Place(chain) for key, chain in chains.items()}


def successes_of_offers(keys):
    """{offer key: [day on which a need was met with it]}: one query."""
    met = Help.objects.filter(
        offer__in=keys, state=Help.State.ACCEPTED, need__state__in=SOLVED,
        need__published_at__isnull=False, need__hidden_at__isnull=True,
    )  # fmt: skip
    return grouped(met.order_by("pk").values_list("offer", "need__closed_on"))


def successes_of_helpers(keys):
    """{entry key: [day on which a need was met with its help]}: two queries."""
    links = Link.objects.known().filter(role=HELPED_BY, target__in=keys)
    pairs = list(links.order_by("pk").values_list("target", "source"))
    needs = Need.objects.public().filter(pk__in={need for _, need in pairs}, state__in=SOLVED)
    closed = dict(needs.order_by("pk").values_list("pk", "closed_on"))
    return grouped([(key, closed[need]) for key, need in pairs if need in closed])


def grouped(pairs):
    found = defaultdict(list)
    for key, day in pairs:
        found[key].append(day)
    return found
