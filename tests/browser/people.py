"""Profiles for the browser tests: open and closed, under a name and a pseudonym, withdrawn."""

from terreau.people import actions
from terreau.people.models import Person, Reach, Standing
from terreau.territories.queries import by_code

ALL = {name: str(Reach.EVERYONE) for name in ("bio", "website", "works_for", "skills", "offers")}
BIO = """J’aide les équipes à écrire des démarches que l’on **comprend** du premier coup.

- relire avec des usagers,
- [raconter ce qui a échoué](https://rose.example/lecons).
"""


def publish(user, **fields):
    return actions.create(user, Person(), **fields)


def enter(people, guild):
    """Profiles of everybody but a few, who may still make one; what the tests need."""
    agent = publish(
        people["editor"], title="Rose Inventée-Delaroseraie", state=Standing.AGENT,
        territory=by_code("FR-COM-35238"), bio=BIO, website="https://rose.example/",
        skills="Écrire simplement ; mener des tests avec des usagers.",
        offers="Une demi-journée par mois pour relire une démarche.",
        email="rose@example.org", phone="+33 1 99 00 12 34",
        reaches=ALL | {"email": str(Reach.SIGNED_IN), "phone": str(Reach.COLLEAGUES)},
    )  # fmt: skip
    actions.verify(people["editor"], agent, organization=guild)
    citizen = publish(
        people["citizen"], title="Hérisson curieux", state=Standing.CITIZEN, is_pseudonym=True,
        bio="Je teste les services publics le soir.", reaches={"bio": str(Reach.EVERYONE)},
    )  # fmt: skip
    withdrawn = publish(
        people["guarded"], title="Prudence Discrète", state=Standing.RESEARCHER,
        bio="Je mesure.", skills="Compter.", reaches={},
    )  # fmt: skip
    actions.withdraw(people["guarded"], withdrawn)
    return {"agent": agent.slug, "pseudonym": citizen.slug, "withdrawn": withdrawn.slug}
