from django.db.models import Max, Min, OuterRef, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.harvest.models import Record, Run, Source
from terreau.prepared import prepared
from terreau.prepared.addresses import address
from terreau.theme.templatetags.theme import spelled

TOLD = (
    "collection", "identifier", "url", "vanished_on", "adopted_at",
    "source__name", "source__url", "source__slug", "source__licence", "source__attribution",
)  # fmt: skip
MOST_RUNS = 200


def provenance_of(entry):
    """Where the facts of an entry come from, as parameters of the component: one query.

    [{source, url, identifier, date, licence, attribution, note, report_url, vanished_on}], one a
    record; empty where no source ever told of the entry.
    """
    return [
        {
            "source": record["source__name"],
            "url": record["url"] or record["source__url"],
            "identifier": record["identifier"],
            "date": record["last"],
            "licence": record["source__licence"],
            "attribution": record["source__attribution"],
            "note": " ".join(remarks(record)),
            "report_url": address("sources:detail", record["source__slug"]),
            "vanished_on": record["vanished_on"],
        }
        for record in _told_of(entry.pk)
    ]


@prepared
def _told_of(pk):
    records = Record.objects.filter(entry_id=pk).values(*TOLD)
    seen = records.annotate(first=Min("versions__first"), last=Max("versions__last"))
    return seen.order_by("source__name", "collection", "identifier")


def remarks(record):
    """Sentences on a record: when it was first seen, lost, and taken over."""
    said = []
    if record["first"] and record["first"] != record["last"]:
        said.append(_("First seen there on %(day)s.") % {"day": day_of(record["first"])})
    if record["vanished_on"]:
        words = _("No longer in the source since %(day)s.")
        said.append(words % {"day": day_of(record["vanished_on"])})
    if record["adopted_at"]:
        words = _("Kept on this site since %(day)s: the source no longer changes it.")
        said.append(words % {"day": day_of(timezone.localdate(record["adopted_at"]))})
    return said


def day_of(value):
    return spelled(value, "DATE_FORMAT")


def sources():
    """The sources by name, each with the day of its `latest` complete run: one query."""
    runs = Run.objects.filter(source=OuterRef("pk"), completed_at__isnull=False)
    latest = runs.order_by("-known_at").values("known_at")[:1]
    return list(Source.objects.annotate(latest=Subquery(latest)).order_by("name"))


def source_page(slug):
    """(source, its newest runs without their findings): two queries. Raises Http404."""
    source = Source.objects.filter(slug=slug).first()
    if source is None:
        raise Http404(slug)
    runs = Run.objects.filter(source=source).defer("findings").select_related("source")
    return source, list(runs.order_by("-known_at")[:MOST_RUNS])


def run_at(slug, known_at):
    """The run of a source of that day, findings included: one query. Raises Http404."""
    run = Run.objects.filter(source__slug=slug, known_at=known_at).select_related("source").first()
    if run is None:
        raise Http404(f"{slug} {known_at}")
    return run


def source_named(uid):
    """The source that acts under a uid in the public record, or None: one query."""
    return Source.objects.filter(uid=uid).first()
