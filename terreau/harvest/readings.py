"""What the public record says of a reading of a source as a whole: one line, where it changed
something."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext

from terreau.entries.actions import declare
from terreau.ledger.actions import append

SOURCE_READ = "harvest.read"


def day_label(value):
    return date_format(date.fromisoformat(value), "DATE_FORMAT")


def created_label(n):
    return ngettext("%(n)d new entry", "%(n)d new entries", n) % {"n": n}


def changed_label(n):
    return ngettext("%(n)d changed", "%(n)d changed", n) % {"n": n}


def report_link(payload):
    day = date.fromisoformat(payload["known_at"])
    url = reverse("sources:report", args=[payload["slug"], day])
    return format_html('<a href="{}">{}</a>', url, payload["source"])


declare(
    SOURCE_READ,
    sentence=gettext_lazy("{subject} was read, as it was on {known_at}: {created}, {changed}."),
    labels={"known_at": day_label, "created": created_label, "changed": changed_label},
    names=report_link,
)


def tell_reading(run, counts):
    """Say that a run is complete and what it changed, in the transaction that completes it.

    counts: those of its Report.
    """
    created, changed = counts.get("created", 0), counts.get("changed", 0)
    if created or changed:
        source = run.source
        payload = {
            "source": source.name, "slug": source.slug, "known_at": run.known_at.isoformat(),
            "created": created, "changed": changed,
        }  # fmt: skip
        append(actor=source.uid, verb=SOURCE_READ, subject=source.uid, payload=payload)
