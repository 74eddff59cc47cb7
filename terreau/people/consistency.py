"""What must hold between profiles and what they are found by."""

from django.utils.translation import gettext_lazy

from terreau.entries.consistency import register_truth
from terreau.people import skills
from terreau.people.models import Person, Skill, SkillCount


def found_otherwise():
    """Public profiles whose tokens are not what they show."""
    people = Person.objects.public().order_by("pk")
    for person in people.iterator(chunk_size=500):
        rows = Skill.objects.filter(person=person).order_by("token").values_list("token", "reach")
        wanted = {token: str(reach) for token, (reach, _) in skills.tokens_of(person).items()}
        if dict(rows) != wanted:
            yield str(person.uid)


def counted_otherwise():
    kept = {(each.token, each.reach): each.people for each in SkillCount.objects.order_by("pk")}
    counted = {cell: people for cell, (people, _label) in skills.counted().items()}
    yield from (
        f"{reach} {token}: {kept.get((token, reach), 0)} ≠ {counted.get((token, reach), 0)}"
        for token, reach in sorted(kept.keys() | counted.keys())
        if kept.get((token, reach), 0) != counted.get((token, reach), 0)
    )


register_truth(gettext_lazy("people are found by the skills that they show"), found_otherwise)
register_truth(gettext_lazy("skills are counted as profiles show them"), counted_otherwise)
