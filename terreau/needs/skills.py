"""The words of profiles that not everybody may read, kept in the transaction of each change."""

from terreau.needs.models import SkillWord
from terreau.people.models import Person, Reach
from terreau.people.queries import shown
from terreau.search import analysis

FIELDS = ("skills", "offers", "bio")
CAP = 200  # profiles that one text finds by them


def text_of(seen):
    """What a profile says of help, of what a reader sees of it."""
    return "\n".join(seen[name] for name in FIELDS if name in seen)


def follow(person):
    """Keep the words of a profile that are open to some and not to all: at most three queries."""
    SkillWord.objects.filter(person=person.pk).delete()
    if not person.is_public:
        return
    text = text_of(shown(person, Reach.COLLEAGUES))
    known = set(analysis.lexemes(text_of(shown(person, Reach.EVERYONE)), analysis.FRENCH))
    words = sorted(set(analysis.lexemes(text, analysis.FRENCH)) - known)
    SkillWord.objects.bulk_create([SkillWord(person_id=person.pk, lexeme=each) for each in words])


def people_with(lexemes):
    """The keys of profiles that say one of the lexemes to some readers: one query."""
    rows = SkillWord.objects.filter(lexeme__in=list(lexemes)).values_list("person", flat=True)
    return list(rows.order_by("-person").distinct()[:CAP])


def rebuild():
    """Write the words of all profiles afresh; how many profiles there are."""
    people = Person.objects.public().order_by("pk")
    for person in people.iterator(chunk_size=500):
        follow(person)
    return people.count()
