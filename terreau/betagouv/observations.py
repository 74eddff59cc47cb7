"""What a snapshot says, as observations for the importer."""

import hashlib
import json

from terreau.betagouv.bodies import BODIES, INCUBATORS
from terreau.betagouv.projects import STARTUPS
from terreau.betagouv.records import facts as facts_of
from terreau.betagouv.sections import sections
from terreau.harvest.importing import Observation
from terreau.harvest.models import Record
from terreau.territories.names import fold

SITE = "https://beta.gouv.fr"
PAGES = {STARTUPS: "startups/{}.html", INCUBATORS: "incubateurs/{}.html"}
NOT_KEPT = ("body", "techno", "redirect_from", "owner", "publishes_stats")


def observations_of(snapshot):
    """{collection: [Observation]} of what the snapshot's files are about."""
    return {
        BODIES: [observation(BODIES, each) for each in snapshot.organisations],
        INCUBATORS: [observation(INCUBATORS, each) for each in snapshot.incubators],
        STARTUPS: [observation(STARTUPS, each) for each in snapshot.startups],
    }


def observation(collection, record):
    facts = facts_of(record)
    if "body" in facts:
        parts = sections(facts["body"])
        facts |= {"problem": parts.problem, "solution": parts.solution}
    former = tuple(name for name in map(last_word, facts.get("redirect_from", ())) if name)
    for name in NOT_KEPT:
        if name != "owner" or collection == STARTUPS:
            facts.pop(name, None)
    return Observation(
        collection=collection,
        identifier=record.external_id,
        digest=digest_of(facts),
        facts=facts,
        url=f"{SITE}/{PAGES[collection].format(record.external_id)}" if collection in PAGES else "",
        former=tuple(name for name in former if name != record.external_id),
    )


def last_word(address):
    """The identifier in a former address such as /startups/name or /startups/name.html."""
    return address.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")


def bodies_named(snapshot, source):
    """Bodies that products name without a file of their own, each once, called by their name.

    The years before 2023 wrote who carries a product as free text. A name that is known already
    is left to what is known.
    """
    known = {fold(text) for each in snapshot.organisations for text in (each.name, each.acronym)}
    known |= {fold(each.external_id) for each in snapshot.organisations}
    titles = Record.objects.filter(source=source, collection=BODIES)
    known |= {
        fold(title)
        for title, name in titles.values_list("entry__title", "identifier")
        if not name.startswith("name:")
    }
    found = {}
    for startup in snapshot.startups:
        for sponsor in startup.sponsors:
            name = sponsor.name.strip()
            words = fold(name)
            named = {words, fold(sponsor.acronym), fold(sponsor.external_id)} - {""}
            if sponsor.source == "reference" or not words or named & known:
                continue
            facts = {
                "external_id": f"name:{words}"[:200],
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


def digest_of(facts):
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
