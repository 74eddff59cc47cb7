from itertools import pairwise

from django.utils.translation import gettext_lazy

from terreau.entries.consistency import register_truth
from terreau.projects.models import Project, Spell
from terreau.projects.queries import drifted


def states_that_drifted():
    wrong = drifted()
    for project in Project.objects.filter(pk__in=wrong).order_by("pk"):
        yield f"{project.slug}: {project.state} ≠ {wrong[project.pk]}"


def overlapping_spells():
    """Spells that, at some moment, were known to be at one time."""
    spells = Spell.objects.order_by("project", "recorded_at", "valid_from", "valid_to", "pk")
    together = []
    for spell in spells.iterator(chunk_size=2000):
        if together and together[0].project_id != spell.project_id:
            yield from overlaps(together)
            together = []
        together.append(spell)
    yield from overlaps(together)


def overlaps(spells):
    """Pairs of one project's spells that overlap on both axes, in words."""
    moments = sorted({spell.recorded_at for spell in spells})
    for moment in moments:
        known = [
            s
            for s in spells
            if s.recorded_at <= moment and (s.superseded_at is None or moment < s.superseded_at)
        ]
        known.sort(key=lambda s: (s.valid_from, s.valid_to is None, s.valid_to or s.valid_from))
        for one, other in pairwise(known):
            if one.valid_to is None or one.valid_to > other.valid_from:
                yield f"{one} / {other}"


register_truth(gettext_lazy("the state of a project is its phase today"), states_that_drifted)
register_truth(gettext_lazy("spells known at one time never overlap"), overlapping_spells)
