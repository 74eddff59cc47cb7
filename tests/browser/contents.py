"""Fills an empty site for the browser tests and prints, as JSON, where things are:
python -m tests.browser.contents. Everything goes through the loaders and actions of the house."""

import json
import sys
from dataclasses import replace
from datetime import date

import django
from django.core.management import call_command
from django.utils import timezone, translation

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.test import Client  # noqa: E402

from terreau.accounts.actions import appoint_moderator, open_account  # noqa: E402
from terreau.accounts.tests.factories import (  # noqa: E402
    make_passkey,
    prove_second_factor,
    set_up_app,
)
from terreau.betagouv.actions import harvest  # noqa: E402
from terreau.betagouv.records import EventRecord, FundingRecord, Links  # noqa: E402
from terreau.betagouv.tests.factories import snapshot, startup  # noqa: E402
from terreau.entries.actions import give_role  # noqa: E402
from terreau.entries.models import Link, Role, Topic  # noqa: E402
from terreau.follows import actions as follows  # noqa: E402
from terreau.follows.models import Level  # noqa: E402
from terreau.harvest.models import Record  # noqa: E402
from terreau.harvest.records import Finding  # noqa: E402
from terreau.jobs.tests.factories import make_job  # noqa: E402
from terreau.ledger.models import Statement  # noqa: E402
from terreau.notifications.preferences import note_bounce  # noqa: E402
from terreau.notifications.preferences import token_of as token_of_mails  # noqa: E402
from terreau.organizations import actions as organizations  # noqa: E402
from terreau.organizations import invitations, requests  # noqa: E402
from terreau.organizations.letters import token_of  # noqa: E402
from terreau.organizations.models import Organization, OrganizationType  # noqa: E402
from terreau.projects import actions as projects  # noqa: E402
from terreau.projects import affiliations  # noqa: E402
from terreau.projects.models import Project, Spell  # noqa: E402
from terreau.territories import actions as territories  # noqa: E402
from terreau.territories.official import FRANCE_DAY, read  # noqa: E402
from terreau.territories.queries import by_code  # noqa: E402
from tests.browser import communities, evidence, exchanges, library, reviews, talk  # noqa: E402
from tests.browser import people as profiles  # noqa: E402

FIRST, SECOND = date(2024, 1, 9), date(2026, 8, 20)
COMMUNES = {"FR-COM-35238", "FR-COM-29019", "FR-COM-22278", "FR-COM-75056", "FR-COM-97411"}
PEOPLE = {
    "administrator": "responsable@example.org",
    "editor": "redactrice@example.org",
    "colleague": "collegue@example.org",
    "guarded": "prudente@example.org",
    "newcomer": "arrivante@example.org",
    "moderator": "moderatrice@example.org",
    "citizen": "citoyenne@example.org",
}
BODY = """Deux phrases pour dire à quoi cela sert. **Une** liste :

- de besoins,
- et de [liens](https://exemple.example/longue/adresse/qui/ne/se/coupe/pas/et/deborde).
"""


def load_places():
    """All regions and departments, and a few communes with the groups that they are part of."""
    rows = list(read())
    groups = {row.also_within for row in rows if row.code in COMMUNES}
    kept = [
        replace(row, also_within=row.also_within if row.also_within in groups else "")
        for row in rows
        if row.level in ("country", "region", "department") or row.code in COMMUNES | groups
    ]
    territories.load(kept, day=FRANCE_DAY)


def services():
    """Products in every phase and with everything that a source can say or leave out."""
    i, c, a, k = "investigation", "construction", "acceleration", "transfer"
    links = Links(
        site="https://gue.example/", repository="https://forge.example/gue", stats="https://gue.example/stats",
        budget="https://gue.example/budget", impact="https://gue.example/impact",
    )  # fmt: skip
    events = (
        EventRecord("committee", "committee", date(2023, 9, 1), "Comité d’investissement"),
        EventRecord("product_launch", "product_launch", date(2023, 12, 1)),
        EventRecord("fast", "funding", date(2024, 2, 1)),
    )
    rich = startup(
        "gue", (i, "2022-03-01"), (c, "2022-09-01"), (a, "2023-06-01"),
        sponsors=["dgx", "ars"], themes=["Santé", "Environnement"], former=["le-gue"],
        mission="Traverser les démarches à pied sec.", body=BODY, events=events,
        funding=FundingRecord(12, 150_000), accessibility="non conforme",
    )  # fmt: skip
    rich = replace(rich, links=links)
    long = startup(
        "anticonstitutionnellement-interminable",
        (c, "2023-01-01"),
        title="Anticonstitutionnellement-interminable-sans-aucune-espace-qui-permette-une-coupe",
        mission="Un résumé qui dépasse de loin la longueur habituelle. " * 6,
    )
    told = [
        rich, long,
        startup("pont", (i, "2021-01-01"), (c, "2021-06-01"), ("transfere", "2023-02-01")),
        startup("lavoir", (c, "2020-02-01"), (a, "2021-02-01"), ("success", "2022-01-01")),
        startup("four", (c, "2020-02-01"), ("alumni", "2021-01-01"), incubator="atelier"),
        startup("moulin", (c, "2020-06-01"), (a, "2021-06-01"), ("opere", "2023-01-01")),
        startup("halle", (i, "2023-02-01"), ("abandon-investigation", "2023-08-01")),
        startup("puits", (c, "2022-02-01"), ("abandon", "2023-08-01"), incubator="atelier"),
        startup("beffroi", (c, None), (a, None), title="Beffroi sans dates"),
        startup("digue", (a, "2022-01-01"), (k, "2023-10-01"), themes=["Environnement"]),
        startup("source", ("germination", "2023-01-01"), title="Source au mot inconnu"),
        startup("marché", (c, "2023-03-01"), (i, "2023-03-01"), title="Marché du même jour"),
    ]  # fmt: skip
    letters = zip("abcdefghijklmn", ["fabrique", "atelier"] * 7, strict=True)
    return told + [
        startup(
            f"parcelle-{letter}", (i, f"2022-{1 + n % 12:02}-01"), (c, f"2023-{1 + n % 12:02}-01"),
            incubator=host, themes=["Agriculture"] if n % 3 else [],
        )
        for n, (letter, host) in enumerate(letters)
    ]  # fmt: skip


def load_source():
    """Two states of a source: the second goes on, loses a product, and holds oddities."""
    before = services()
    harvest(snapshot(*before), FIRST)
    after = [
        startup("gue", *phases_of(before[0]), ("consolidation", "2025-05-01")),
        *before[1:5],
        *before[6:],
        startup("clocher", ("investigation", "2026-06-01"), ("construction", "2027-01-01")),
    ]
    after[0] = replace(before[0], phases=after[0].phases)
    findings = (
        Finding.of("bad-yaml", "_startups/vanne.md", 7, "error", problem="mapping values"),
        Finding.of("control-characters", "_startups/gue.md", 3, count=2),
        Finding.of("empty-file", "_startups/rien.md", severity="info"),
    )
    harvest(snapshot(*after, findings=findings), SECOND)


def phases_of(record):
    return [(phase.word, phase.start.isoformat()) for phase in record.phases]


def entry(name, collection="startups"):
    found = Record.objects.get(collection=collection, identifier=name).entry
    return getattr(found, found.kind)


def work(people):
    """What people do: describe, place, affiliate, pause, create, propose."""
    appoint_moderator(PEOPLE["moderator"])
    people["moderator"].refresh_from_db()
    administrator, editor = people["administrator"], people["editor"]
    organizations.edit(
        administrator, entry("fabrique", "incubators"), territory=by_code("FR-REG-53")
    )
    organizations.edit(
        administrator, entry("atelier", "incubators"), territory=by_code("FR-DEP-75")
    )
    guild = organizations.create(
        administrator, Organization(), title="Guilde des ponts & chaussées numériques",
        state=OrganizationType.ASSOCIATION, summary="Elle relie.", website="https://guilde.example",
        territory=by_code("FR-COM-35238"),
    )  # fmt: skip
    for code, name in [("FR-DEP-35", "gue"), ("FR-COM-75056", "pont"), ("FR-DEP-29", "digue")]:
        projects.edit(administrator, entry(name), territory=by_code(code))
    give_role(editor, entry("fabrique", "incubators"), Role.Name.EDITOR)
    give_role(people["colleague"], entry("fabrique", "incubators"), Role.Name.EDITOR)
    projects.pause(
        editor, entry("parcelle-a"), on=date(2025, 2, 1), reason="L’équipe attend une décision."
    )
    affiliations.affiliate(
        editor, entry("gue"), organization=guild, role="sponsored_by", on=date(2025, 1, 1)
    )
    projects.create(
        administrator, Project(author=guild), title="Passerelle", phase="investigation",
        on=date(2026, 7, 1), topics=[Topic.objects.get(name="Santé")], problem="On tourne en rond.",
    )  # fmt: skip
    projects.propose_step(
        editor, entry("parcelle-c"), phase="consolidation", on=date(2026, 7, 1),
        reason="Le service tient déjà seul.",
    )  # fmt: skip
    return guild


def join(people, guild):
    """Who belongs to an organization, asks to, is invited, and claims one that nobody has."""
    editor, administrator = people["editor"], people["administrator"]
    asked = requests.ask(editor, guild, message="Je tiens la permanence de la guilde.")
    requests.accept_claim(administrator, guild, request=asked)
    asked = requests.ask(people["guarded"], guild, message="J’y entre cette année.")
    requests.accept_request(editor, guild, request=asked)
    waiting = requests.ask(people["newcomer"], guild, message="On m’a dit de demander ici.")
    invitation = invitations.invite(editor, guild, email="invitee@example.org", role="editor")
    unclaimed = entry("atelier", "incubators")
    claim = requests.ask(people["newcomer"], unclaimed, message="Je dirige l’atelier.")
    known = organizations.create(
        administrator, Organization(), title="Laboratoire des lavoirs",
        state=OrganizationType.INCUBATOR,
    )  # fmt: skip
    organizations.set_domains(administrator, known, domains=["labo.example.org"])
    return {
        "known_by_domain": known.slug,
        "member": str(people["guarded"].uid),
        "request": waiting.pk,
        "invitation": token_of(invitation),
        "unclaimed": unclaimed.slug,
        "claim": claim.pk,
    }


def follow(people):
    """What the editor follows beside what they made: entries, a place and a theme."""
    editor = people["editor"]
    follows.follow(editor, entry("gue"))
    follows.follow(editor, entry("fabrique", "incubators"), Level.DECISIONS)
    follows.watch(editor, territory=by_code("FR-REG-53"))
    note_bounce(PEOPLE["newcomer"], "550 no such user")
    follows.watch(editor, kind=Project.KIND, topic=Topic.objects.get(name="Agriculture"))


def session_of(user):
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    prove_second_factor(client, for_long=True)
    return client.session.session_key


def guard(user):
    """Give somebody an app, recovery codes, a passkey and a second address; the passkey's key."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    set_up_app(client)
    EmailAddress.objects.create(user=user, email="prudente.autre@example.org", verified=True)
    return make_passkey(user).pk


def where(people, guild):
    """What the tests need to know to find their way."""
    gue = entry("gue")
    return {
        "project": gue.slug,
        "long": entry("anticonstitutionnellement-interminable").slug,
        "vanished": entry("moulin").slug,
        "undated": entry("beffroi").slug,
        "exited": entry("pont").slug,
        "paused": entry("parcelle-a").slug,
        "proposed": entry("parcelle-c").slug,
        "mine": [entry(f"parcelle-{letter}").slug for letter in "egikm"],
        "organization": guild.slug,
        "incubator": entry("fabrique", "incubators").slug,
        "sponsor": entry("dgx", "organisations").slug,
        "spell": Spell.objects.known().filter(project=gue).order_by("sequence").first().pk,
        "affiliation": Link.objects.known().filter(source=gue, valid_to=None).first().pk,
        "statement": str(Statement.objects.filter(verb="projects.pause").get().uid),
        "topic": Topic.objects.get(name="Agriculture").slug,
        **evidence.enter(people["administrator"], gue, guild),
        **exchanges.enter(
            people["administrator"], people["editor"], entry("fabrique", "incubators"), gue
        ),
        **talk.enter(
            people,
            [entry(f"parcelle-{letter}") for letter in "bdfhj"],
            entry("fabrique", "incubators"),
        ),
        **library.enter(people, entry("fabrique", "incubators")),
        "passkey": guard(people["guarded"]),
        "unsubscribe": token_of_mails(people["guarded"].uid),
        **join(people, guild),
        **(shown := profiles.enter(people, guild)),
        **communities.enter(people, entry("fabrique", "incubators"), shown["pseudonym"]),
        **reviews.enter(people, gue, entry("fabrique", "incubators"), guild),
        "sessions": {name: session_of(user) for name, user in people.items()},
    }


def fill():
    """Fill the database; what `where` says."""
    with translation.override("fr"):
        load_places()
        load_source()
        people = {
            name: open_account(email, is_proven=True, is_staff=name == "administrator")
            for name, email in PEOPLE.items()
        }
        guild = work(people)
        follow(people)
        make_job(name="projects.refresh_states")
        make_job(name="search.rebuild", state="failed", last_error="OSError: disque plein")
        make_job(name="accounts.sweep", state="done", finished_at=timezone.now())
        return where(people, guild)


def main():
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    json.dump(fill(), sys.stdout)


if __name__ == "__main__":
    main()
