"""Resources for the browser tests, in every state that has a page of its own."""

from terreau.collections import actions as collections
from terreau.collections.models import Collection
from terreau.entries.models import Topic
from terreau.resources import actions, rating
from terreau.resources.models import Feedback, Resource
from terreau.territories.queries import by_code

BODY = """## Avant
1. Demander qui vient.
2. Compter les *chaises*.

## Après
[Remercier](https://exemple.example/une/adresse/longue/qui/ne/se/coupe/nulle/part/et/deborde).
"""


def enter(people, publisher):
    """Share them all; what the tests need to find their way. The publisher is the editor's."""
    editor = people["editor"]

    def shared(title, **given):
        return actions.create(
            editor, Resource(), acting_as=publisher, title=title, summary="Pas à pas.",
            language="fr", **given,
        )  # fmt: skip

    resource = shared(
        "Tenir une réunion publique", sort="method", body=BODY, licence="CC-BY-4.0",
        address="https://guides.example/reunion", audience="Secrétaires de petites communes.",
        territory=by_code("FR-DEP-35"), topics=[Topic.objects.get(name="Agriculture")],
    )  # fmt: skip
    outdated = shared("Écrire en 2019", sort="guide", address="https://guides.example/2019")
    actions.outdate(editor, outdated, reason="La loi a changé en 2024.")
    duplicate = shared("Une réunion publique", sort="guide", body="Le même.", licence="etalab-2.0")
    actions.mark_duplicate(editor, duplicate, original=resource, reason="Le même texte, abrégé.")
    for name, rates, text in (
        ("newcomer", 4, "Nous l’avons suivie **pas à pas**."),
        ("guarded", 2, "Il manque la sonorisation."),
        ("moderator", 3, "Utile."),
        ("colleague", 1, "Rien de neuf."),
    ):
        if people[name].has_perm("resources.rate", resource):
            rating.rate(people[name], resource, rating=rates, text=text)
    given = Feedback.objects.get(user=people["newcomer"])
    rating.reply(editor, resource, feedback=given, text="Merci ; dites-nous la suite.")
    rating.rerate(people["newcomer"], resource, rating=4, text="Et la suite aussi.")
    rating.unrate(people["moderator"], resource)
    collection = collections.create(
        editor, Collection(), acting_as=publisher, title="Réunir du monde", language="fr",
        summary="Dans l’ordre.", resources=[resource, duplicate],
    )  # fmt: skip
    return {
        "collection": collection.slug,
        "resource": resource.slug,
        "outdated": outdated.slug,
        "duplicate": duplicate.slug,
        "feedback": str(Feedback.objects.get(user=people["guarded"]).uid),
    }
