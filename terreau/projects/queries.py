from datetime import UTC, date

from django.db.models import Count, F, Max, Q
from django.utils import timezone

from terreau.entries.invented import invented
from terreau.entries.known import known
from terreau.entries.models import Link, visible
from terreau.entries.queries import by_uid_or_404, entry_at, topics_of
from terreau.entries.sentences import said_of
from terreau.harvest.queries import provenance_of
from terreau.ledger.queries import about, latest, page_of
from terreau.prepared import prepared
from terreau.projects.chain import fact_of
from terreau.projects.models import Event, Listing, Project, Spell, Step
from terreau.projects.phases import NOT_YET, STOPS, UNLISTED

INCUBATED_BY = "incubated_by"
SPONSORED_BY = "sponsored_by"
HOSTING = (INCUBATED_BY, SPONSORED_BY)
LATEST = 6  # statements that a page shows before its history
MOST = 200  # links to a project that its page shows
CHAIN = ("valid_from", F("valid_to").asc(nulls_last=True), "sequence")
# What figures count: projects that the public sees, and that somebody works on.
COUNTED = Q(project__published_at__isnull=False, project__hidden_at__isnull=True)
COUNTED &= ~invented("project__")


def spells_at(as_of: date, known_at=None):
    """The spells in effect on a day, as known at a moment: at most one a listed project.

    The one SQL form of `phase`: lists, counts, API, charts and exports select from it.
    """
    in_effect = Q(valid_to__isnull=True) | Q(valid_to__gt=as_of)
    return known_spells(known_at).filter(in_effect, valid_from__lte=as_of)


def known_spells(known_at=None):
    """The spells known at a moment of the projects that were listed then."""
    return Spell.objects.known(known_at).filter(known(known_at, "project__listings__"))


def phase(project, as_of: date, known_at=None):
    """The phase of a project on a day, as known at a moment (None: now): one or two queries.

    "" where it has none yet, "unlisted" where its source no longer knew of it.
    """
    found = spells_at(as_of, known_at).filter(project_id=project.pk).values_list("phase", flat=True)
    name = found.first()
    if name is None:
        there = Listing.objects.known(known_at).filter(project_id=project.pk).exists()
        return NOT_YET if there else UNLISTED
    return name


def listed(known_at=None):
    """The public projects that the portfolio knew at a moment, as a queryset on Listing."""
    return Listing.objects.known(known_at).filter(COUNTED)


def hosted_by(pk, as_of, known_at=None):
    """The keys of the projects that the host of a key had on a day, for `__in`."""
    links = Link.objects.at(as_of, known_at).filter(role=INCUBATED_BY, target=pk)
    return links.values("source")


def narrowed(as_of, known_at=None, *, host=None, territory=None, topic=None):
    """The Q by which spells, listings and events narrow to a part of the portfolio.

    host: the organization that hosted the project on that day; territory: its code, with all that
    it contains; topic: the slug of a theme.
    """
    chosen = Q()
    if host is not None:
        chosen &= Q(project__in=hosted_by(host.pk, as_of, known_at))
    if territory is not None:
        chosen &= Q(project__territory__containments__ancestor__code=territory)
    if topic is not None:
        chosen &= Q(project__topics__slug=topic)
    return chosen


def count_by_phase(as_of, known_at=None, **narrow):
    """{phase: projects in it on a day, as known at a moment}, "" for none yet: two queries."""
    chosen = narrowed(as_of, known_at, **narrow)
    spells = spells_at(as_of, known_at).filter(COUNTED, chosen).order_by()
    counts = dict(spells.values_list("phase").annotate(n=Count("id")))
    total = listed(known_at).filter(chosen).count()
    return counts | {NOT_YET: total - sum(counts.values())}


def count_by_last_written(known_at=None):
    """{phase: projects whose source wrote it last}, whatever its dates: two queries.

    The rule of figures that the network itself published: the last phase in the order of the file.
    """
    spells = known_spells(known_at).filter(COUNTED)
    last = spells.order_by().values("project").annotate(last=Max("sequence"))
    wanted = dict(last.values_list("project", "last"))
    counts = {}
    for project, sequence, name in spells.order_by().values_list("project", "sequence", "phase"):
        if wanted[project] == sequence:
            counts[name] = counts.get(name, 0) + 1
    return counts | {NOT_YET: listed(known_at).count() - len(wanted)}


def chain_of(project, known_at=None):
    """The spells of a project as facts, in their order: one query."""
    return [fact_of(spell) for spell in _chain(project.pk, known_at=known_at)]


@prepared
def _chain(pk, *, known_at):
    return Spell.objects.known(known_at).filter(project=pk).order_by(*CHAIN)


def project_page(user, slug, known_at=None):
    """What the page of a project shows, as known at the end of a day (None: now): 9 queries.

    As known then, the phase is asked for: one more, or two where no spell was in effect. The panels
    of the slot "project" find the day of the page as `project.known_at`.
    """
    project = entry_at(Project, user, slug)
    project.known_at = known_at
    day = known_at or timezone.localdate()
    out, into = ties_of(project, user, known_at)
    spells = _spells(project.pk)
    return {
        "project": project,
        "known_at": known_at,
        "day": day,
        "spells": [spell for spell in spells if spell.is_known(known_at)],
        "phase": phase(project, day, known_at) if known_at else project.state,
        "affiliations": [tie for tie in out if tie.role in HOSTING],
        "lineage_out": [tie for tie in out if tie.role not in HOSTING],
        "lineage_in": into,
        "topics": topics_of(project.pk),
        "events": _events(project.pk, known_at=known_at),
        "step": waiting_step(project),
        "known_dates": known_dates(spells),
        "statements": said_of(user, project, latest(LATEST, project.uid)),
        "provenance": provenance_of(project),
    }


@prepared
def _spells(pk):
    return Spell.objects.filter(project=pk).order_by(*CHAIN)


@prepared
def _events(pk, *, known_at):
    return Event.objects.known(known_at).filter(project=pk).order_by("happened_on", "sequence")


def ties_of(project, user, known_at=None):
    """All its links as known at a moment, whenever true, to and from what the user may see.

    Two queries: ([link → target …], [source → link …]), of each role the leading ones first.
    """
    about = {"user": user, "known_at": known_at}
    return (
        _ties(project.pk, near="source", far="target", **about),
        _ties(project.pk, near="target", far="source", **about),
    )


@prepared
def _ties(pk, *, near, far, user, known_at):
    """Links with nothing of the entry at their far end but what leads to its page."""
    links = Link.objects.known(known_at).filter(visible(user, f"{far}__"), **{near: pk})
    entry = (f"{far}__{name}" for name in ("kind", "slug", "title"))
    told = ("source_id", "target_id", "role", "leads", "valid_from", "valid_to", *entry)
    order = ("role", "-leads", "valid_from") if near == "source" else ("role", "valid_from")
    links = links.select_related(far).only(*told).order_by(*order, f"{far}__title", "pk")
    return links if near == "source" else links[:MOST]


def latest_steps():
    """The spells of the public projects that entered another phase last, newest first: one query.

    Of those in effect today; each with its project, and its place.
    """
    return _latest_steps(timezone.localdate())


@prepared
def _latest_steps(today):
    spells = spells_at(today).filter(COUNTED).select_related("project__territory")
    return spells.order_by("-valid_from", "-pk")[:LATEST]


def waiting_step(project):
    """The step or correction that waits for a second person, or None: one query."""
    return next(iter(_waiting(project.pk)), None)


@prepared
def _waiting(pk):
    waiting = Step.objects.filter(project=pk, outcome=Step.Outcome.WAITING)
    return waiting.select_related("spell").order_by("pk")[:1]


def known_dates(spells):
    """The known-at dates from which the phases of a project were known anew, newest first.

    spells: all of the project, those that were superseded included. No query.
    """
    return sorted({spell.recorded_at.astimezone(UTC).date() for spell in spells}, reverse=True)


def drifted(today=None):
    """{project key: phase today} of those whose cached state says something else: three queries."""
    phases = dict(spells_at(today or timezone.localdate()).values_list("project", "phase"))
    there = set(Listing.objects.known().values_list("project", flat=True))
    found = {}
    for pk, state in Project.objects.order_by("pk").values_list("pk", "state"):
        right = phases.get(pk, NOT_YET) if pk in there else UNLISTED
        if state != right:
            found[pk] = right
    return found


def days_of(projects):
    """{key: (first day of its phase of today, the same where that is a stop)}: one query.

    None for what has no such day.
    """
    keys = [project.pk for project in projects]
    spells = spells_at(timezone.localdate()).filter(project__in=keys)
    begun = {
        key: (phase, day)
        for key, phase, day in spells.values_list("project", "phase", "valid_from")
    }
    return {
        key: (day, day if phase in STOPS else None)
        for key in keys
        for phase, day in [begun.get(key, (NOT_YET, None))]
    }


def dated(projects):
    """The same projects, with `phase_since` and `stopped_on`: one query."""
    days = days_of(projects)
    for project in projects:
        project.phase_since, project.stopped_on = days[project.pk]
    return projects


def dated_cells(projects):
    """{key: {name: text}} for the files of the directory: one query."""
    return {
        key: {"phase_since": written(since), "stopped_on": written(stopped)}
        for key, (since, stopped) in days_of(projects).items()
    }


def written(day):
    return day.isoformat() if day else ""


def export_rows(projects):
    """The open data of projects, hosts and themes included: five queries a batch."""
    today = timezone.localdate()
    for batch in batched(projects.select_related("territory").prefetch_related("topics"), 1000):
        ties = Link.objects.at(today).filter(
            visible(None, "target__"), source__in=[p.pk for p in batch], role__in=HOSTING
        )
        named = {}
        for source, role, slug in ties.order_by("target__slug").values_list(
            "source", "role", "target__slug"
        ):
            named.setdefault((source, role), []).append(slug)
        for project in dated(batch):
            yield {
                "uid": str(project.uid),
                "slug": project.slug,
                "title": project.title,
                "summary": project.summary,
                "phase": project.state,
                "phase_since": project.phase_since,
                "stopped_on": project.stopped_on,
                "incubators": named.get((project.pk, INCUBATED_BY), []),
                "sponsors": named.get((project.pk, SPONSORED_BY), []),
                "topics": [topic.slug for topic in project.topics.all()],
                "territory": project.territory.code if project.territory else "",
                "born_on": project.born_on,
                "website": project.website,
                "repository": project.repository,
                "statistics_url": project.statistics_url,
                "budget_url": project.budget_url,
                "impact_url": project.impact_url,
                "accessibility": project.accessibility,
            }


def batched(queryset, size):
    """Lists of at most `size` rows of a queryset, by primary key."""
    last = 0
    while batch := list(queryset.order_by("pk").filter(pk__gt=last)[:size]):
        yield batch
        last = batch[-1].pk


def known_spell(project, pk):
    """A spell of the project that is known now, or None: one query."""
    return Spell.objects.known().filter(project=project, pk=pk).first()


def known_affiliation(project, pk):
    """An affiliation of the project that is known now, or None: one query."""
    return Link.objects.known().filter(source=project, pk=pk).select_related("target").first()


def history_page(user, project, before=None):
    """A page of the statements about a project, newest first: one query, two where they name
    other entries.

    before: the number of the last statement of the page before; `older` asks for the next page.
    """
    statements, older = page_of(about(project.uid), before)
    return {"project": project, "statements": said_of(user, project, statements), "older": older}


def project_by_uid(user, uid):
    """A project by its identifier, with what the API says of it: two queries. Raises Http404."""
    return by_uid_or_404(Project, user, uid)


def history_of(user, uid, as_of=None, known_at=None):
    """What the API says of a project's phases and affiliations: five queries. Raises Http404."""
    project = by_uid_or_404(Project, user, uid)
    day = as_of or timezone.localdate()
    spells = Spell.objects.known(known_at).filter(project=project)
    ties = Link.objects.known(known_at).filter(
        visible(None, "target__"), source=project, role__in=HOSTING
    )
    return {
        "uid": project.uid,
        "as_of": day,
        "known_at": known_at,
        "phase": phase(project, day, known_at),
        "spells": list(spells.order_by("valid_from", "sequence")),
        "affiliations": list(ties.select_related("target").order_by("role", "valid_from", "pk")),
    }
