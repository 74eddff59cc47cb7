"""What people know how to do and can offer, as tokens to find them by: no wider than they chose.

Written in the transaction of each change of a profile. What is open to nobody has no token.
"""

import re
from collections import Counter

from django.db import connection
from django.db.models import F

from terreau.entries.tallies import Counts
from terreau.people.models import Person, Reach, Skill, SkillCount
from terreau.people.queries import BREADTH
from terreau.search import analysis

LONGEST = 60  # characters of a skill that is offered as a filter
MOST = 30  # skills of one profile that are
COUNTED = (Reach.EVERYONE, Reach.SIGNED_IN)
_PARTS = re.compile(r"[\n,;•·|]+|\.(?=\s|$)")


def named(text):
    """The single skills of a text that lists them: what stands between commas, dots or lines."""
    parts = (part.strip().strip("-*–—").strip() for part in _PARTS.split(text))
    return [part for part in parts if part and len(part) <= LONGEST][:MOST]


def token_of(name):
    """The token of one skill as somebody writes it; "=" for what has no word."""
    return f"={' '.join(analysis.words(name))}"[:64]


def tokens_of(person):
    """{token: (the widest Reach that sees it, the skill as written)} of a public profile."""
    found = {}

    def add(token, reach, label=""):
        if token not in found or BREADTH.index(reach) > BREADTH.index(found[token][0]):
            found[token] = (reach, label)

    language = analysis.language_of(person.language)
    for name in ("skills", "offers"):
        text, reach = getattr(person, name), person.reach_of(name)
        if not text or reach == Reach.NOBODY or not person.is_public:
            continue
        add(Skill.ANY, reach)
        for lexeme in analysis.lexemes(text, language):
            add(lexeme, reach)
        for label in named(text) if name == "skills" else ():
            if token_of(label) != "=":
                add(token_of(label), reach, label)
    return found


def follow(person):
    """Keep the tokens of a profile: at most three queries, one where they are what they were."""
    wanted = {token: str(reach) for token, (reach, _label) in tokens_of(person).items()}
    rows = Skill.objects.filter(person=person.pk)
    if dict(rows.order_by().values_list("token", "reach")) == wanted:
        return
    rows.delete()
    Skill.objects.bulk_create(
        Skill(person_id=person.pk, token=token, reach=reach) for token, reach in wanted.items()
    )


def cells(entry):
    """Counter of the (token, reach, label) that a profile counts in: no query for a Person."""
    if entry.kind != Person.KIND and not isinstance(entry, Person):
        return Counter()
    person = entry if isinstance(entry, Person) else Person.objects.filter(pk=entry.pk).first()
    if person is None or person.pk is None:
        return Counter()
    return Counter(
        (token, str(reach), label)
        for token, (reach, label) in tokens_of(person).items()
        if label and reach in COUNTED
    )


def shift(before, after):
    """Move the counts by the difference, in one order for every writer."""
    change, labels = Counter(), {}
    for sign, counted in ((-1, before), (1, after)):
        for (token, reach, label), n in counted.items():
            change[token, reach] += sign * n
            labels[token, reach] = label
    for (token, reach), step in sorted(change.items()):
        if not step:
            continue
        rows = SkillCount.objects.filter(token=token, reach=reach)
        if not rows.update(people=F("people") + step):
            new = SkillCount(token=token, reach=reach, label=labels[token, reach])
            SkillCount.objects.bulk_create([new], ignore_conflicts=True)
            rows.update(people=F("people") + step)
        rows.filter(people__lte=0).delete()  # nobody writes it any more: nor do we


def counted():
    """{(token, reach): (people, label)} of all public profiles, counted afresh."""
    found = {}
    for person in Person.objects.public().order_by("pk").iterator(chunk_size=500):
        for token, reach, label in cells(person):
            people, first = found.get((token, reach), (0, label))
            found[token, reach] = (people + 1, first)
    return found


def recount():
    """Write all counts afresh; the caller holds the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE people_skillcount IN EXCLUSIVE MODE")
    SkillCount.objects.all().delete()
    SkillCount.objects.bulk_create(
        (
            SkillCount(token=token, reach=reach, label=label, people=people)
            for (token, reach), (people, label) in sorted(counted().items())
        ),
        batch_size=500,
    )


def rebuild():
    """Write the tokens of all public profiles afresh; how many profiles. Safe to run twice."""
    people = Person.objects.public().order_by("pk")
    for person in people.iterator(chunk_size=500):
        follow(person)
    return people.count()


COUNTS = Counts(cells, shift, recount)
