from django.db.models import Q

from terreau.entries.models import visible
from terreau.entries.rules import EDITING
from terreau.replications.models import Replication
from terreau.territories.models import Containment, Territory

State = Replication.State
MOST = 500
BATCH = 500


def of_project(user, project):
    """The replications of a project that the user may know of, the first adoption first: one
    query. Those that wait or were declined are known to both sides."""
    seen = Q(state=State.CONFIRMED)
    if user.is_authenticated:
        mine = Q(taker__roles__user=user, taker__roles__name__in=EDITING)
        seen |= Q(state=State.WAITING) & mine
        if user.has_perm("replications.propose", project):
            seen |= Q(state__in=[State.WAITING, State.DECLINED])
    found = Replication.objects.filter(seen, visible(user, "taker__"), project=project)
    return list(found.select_related("taker", "territory").order_by("on", "pk").distinct()[:MOST])


def public_count(project):
    """How often a project is known to have been taken over: one query."""
    found = Replication.objects.filter(visible(None, "taker__"), project=project)
    return found.filter(state=State.CONFIRMED).count()


def by_department(territories):
    """{code of a department: how many of these territories lie in it}: one query."""
    counts = {}
    inside = Containment.objects.filter(
        descendant__in=territories, ancestor__level=Territory.Level.DEPARTMENT
    )
    codes = dict(inside.order_by("pk").values_list("descendant_id", "ancestor__code"))
    for key in territories:
        if key in codes:
            counts[codes[key]] = counts.get(codes[key], 0) + 1
    return counts


def replication_at(project, uid):
    return Replication.objects.filter(project=project, uid=uid).select_related("taker").first()


def rows():
    """The open data of replications: one plain row each: one query."""
    found = Replication.objects.filter(
        visible(None, "taker__"), visible(None, "project__"), state=State.CONFIRMED
    )
    related = found.select_related("project", "taker", "territory").order_by("pk")
    for each in related.iterator(chunk_size=BATCH):
        yield {
            "uid": str(each.uid),
            "project": str(each.project.uid),
            "taken_over_by": str(each.taker.uid),
            "territory": each.territory.code if each.territory else "",
            "on": each.on,
            "adaptation": each.adaptation,
            "cost": str(each.cost) if each.cost is not None else "",
            "result": each.result,
        }
