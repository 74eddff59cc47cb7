"""What a snapshot says, as observations for the importer."""

from terreau.betagouv.bodies import BODIES, INCUBATORS
from terreau.betagouv.projects import STARTUPS
from terreau.betagouv.records import facts as facts_of
from terreau.betagouv.sections import sections
from terreau.harvest.identities import NAMED
from terreau.harvest.importing import Observation, digest_of
from terreau.territories.names import fold

SITE = "https://beta.gouv.fr"
PAGES = {STARTUPS: "startups/{}.html", INCUBATORS: "incubateurs/{}.html"}
NOT_KEPT = ("body", "techno", "redirect_from", "owner", "publishes_stats")


def observations_of(snapshot):
    """{collection: [Observation]} of what the snapshot's files are about."""
    collections = {
        BODIES: snapshot.organisations,
        INCUBATORS: snapshot.incubators,
        STARTUPS: snapshot.startups,
    }
    found = {
        name: [observation(name, each, snapshot.silent_on) for each in records]
        for name, records in collections.items()
    }
    found[STARTUPS] += [
        Observation(STARTUPS, identifier, "", {}, unreadable=True)
        for identifier in sorted(snapshot.unreadable)
    ]
    return found


def observation(collection, record, silent_on=frozenset()):
    facts = facts_of(record)
    if "body" in facts:
        parts = sections(facts["body"])
        facts |= {"problem": parts.problem, "solution": parts.solution}
    former = [name for name in map(last_word, facts.get("redirect_from", ())) if name]
    if collection == BODIES:
        former += named_before(facts)
    silent = {"problem", "solution"} if "body" in silent_on else set()
    silent = {name: facts[name] for name in facts if name in silent_on | silent}
    for name in NOT_KEPT:
        if name != "owner" or collection == STARTUPS:
            facts.pop(name, None)
            silent.pop(name, None)
    return Observation(
        collection=collection,
        identifier=record.external_id,
        digest=digest_of(facts),
        facts=facts,
        url=f"{SITE}/{PAGES[collection].format(record.external_id)}" if collection in PAGES else "",
        silent=silent,
        former=tuple(dict.fromkeys(name for name in former if name != record.external_id)),
    )


def last_word(address):
    """The identifier in a former address such as /startups/name or /startups/name.html."""
    return address.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")


def named_before(facts):
    """The identifiers that a body had while products only named it."""
    names = (facts["name"], facts["acronym"], facts["external_id"])
    return [called(name) for name in names if fold(name)]


def called(name):
    """The identifier of a body that is known by its name alone."""
    return f"{NAMED}{fold(name)}"[:200]


def bodies_named(snapshot):
    """Bodies that products name without a file of their own, each once, called by their name.

    The years before 2023 wrote who carries a product as free text. A body that gets a file later
    is the same, under its new identifier.
    """
    known = {name for each in snapshot.organisations for name in named_before(facts_of(each))}
    found = {}
    for startup in snapshot.startups:
        for sponsor in startup.sponsors:
            name = sponsor.name.strip()
            texts = (name, sponsor.acronym, sponsor.external_id)
            named = {called(text) for text in texts if fold(text)}
            if sponsor.source == "reference" or not fold(name) or named & known:
                continue
            facts = {
                "external_id": called(name),
                "name": name,
                "acronym": sponsor.acronym,
                "type": sponsor.type,
                "domain": sponsor.domain,
            }
            found.setdefault(facts["external_id"], facts)
    return [
        Observation(BODIES, identifier, digest_of(facts), facts)
        for identifier, facts in sorted(found.items())
    ]
