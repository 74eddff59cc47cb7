"""One corpus, one set of searches, one answer: whatever the database, the order is this one."""

import random
import zlib

import pytest
from django.utils import timezone

from terreau.entries import tallies
from terreau.organizations.models import Organization
from terreau.search import actions
from terreau.search.addresses import SORTS, SearchQuery
from terreau.search.queries import find

pytestmark = pytest.mark.django_db
WORDS = """
    l'accès aux droits numérique numériques logement logements école écoles santé agriculture
    œuvre État commune communes vélo vélos transport transports emploi emplois public publique
    de des pour la ville données donnée usager usagers building buildings
"""
TYPED = [
    "numérique", "logem", "ecole sante", "l'État", "velo transport", "emploi", "public",
    "donnees usagers", "bulding", "trnsport", "comm*", "droits ville emploi", "oeuvre",
]  # fmt: skip


def test_every_search_has_one_order():
    rng = random.Random(2026)
    now, words = timezone.now(), WORDS.split()
    for number in range(150):
        Organization.objects.create(
            title=" ".join(rng.choices(words, k=rng.randint(1, 4))).capitalize(),
            summary=" ".join(rng.choices(words, k=rng.randint(0, 25))),
            slug=f"n{number}",
            language=rng.choice(["fr", "fr", "en"]),
            state="company",
            published_at=now,
        )
    slugs = dict(Organization.objects.values_list("pk", "slug"))
    actions.index_many(sorted(slugs))
    tallies.rebuild()

    orders = [
        [slugs[entry.pk] for entry in find(None, SearchQuery(typed, sort=sort), 200).entries]
        for typed in TYPED
        for sort in SORTS
    ]

    found = [len(order) for order in orders[:: len(SORTS)]]
    assert found == [77, 82, 33, 48, 48, 71, 77, 51, 90, 88, 85, 13, 41]
    assert zlib.crc32(repr(orders).encode()) == 3273418847
