from datetime import date
from itertools import count

from django.utils import timezone

from terreau.entries.models import Link
from terreau.projects.actions import write_chain
from terreau.projects.chain import SpellFact
from terreau.projects.models import Listing, Project
from terreau.projects.queries import INCUBATED_BY

_serial = count(1)


def make_project(*, phases=(), hosts=(), topics=(), **given):
    """A public project; phases: (phase, date) in order, hosts: organizations that incubate it."""
    number = next(_serial)
    defaults = {
        "title": f"Service {number}",
        "slug": f"service-{number}",
        "summary": "Un service public utile.",
        "published_at": timezone.now(),
        "born_on": phases[0][1] if phases else date(2020, 1, 1),
    }
    project = Project.objects.create(**defaults | given)
    Listing.objects.create(project=project)
    facts = [SpellFact(phase, on, index) for index, (phase, on) in enumerate(phases)]
    write_chain(project, facts, by=None)
    for host in hosts:
        Link.objects.create(source=project, target=host, role=INCUBATED_BY, leads=True)
    project.topics.set(topics)
    return project
