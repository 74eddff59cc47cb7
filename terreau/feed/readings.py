"""What one reading of a source brought, said in one line."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.theme.templatetags.theme import spelled

FEW = 2  # lines of one reading that are said one by one


def reading_of(statement):
    """(source, day) of what was read from a source, None for what somebody did."""
    said = statement.payload or {}
    read = {"source", "known_at"} <= said.keys()
    return (said["source"], said["known_at"]) if read else None


def apart(statements):
    """{key: statement} of those that are a line of their own, with the newest of each reading."""
    found, readings = {}, set()
    for each in statements:
        reading = reading_of(each)
        if reading is None or reading not in readings:
            found[each.pk] = each
        readings.add(reading)
    return found


def read_words(statement):
    source, day = reading_of(statement)
    words = _("%(source)s was read, as it was on %(day)s.")
    return words % {"source": source, "day": spelled(date.fromisoformat(day), "DATE_FORMAT")}


def read_line(statement):
    """A reading as the parameters of `statement`."""
    address = f"{reverse('record:index')}?{urlencode({'kind': 'harvest'})}"
    html = format_html(
        '{} <a href="{}">{}</a>', read_words(statement), address, _("What that changed")
    )
    return {"sentence": html, "date": statement.at, "url": statement.get_absolute_url()}


def groups(statements):
    """[[statement]]: those of one reading together where there are many, else one alone.

    A group stands where its newest statement stood.
    """
    found, at = [], {}
    for each in statements:
        reading = reading_of(each)
        if reading is not None and reading in at:
            found[at[reading]].append(each)
        else:
            at.setdefault(reading, len(found))
            found.append([each])
    parted = []
    for group in found:
        parted += [group] if len(group) > FEW else [[each] for each in group]
    return parted


def count_words(group):
    """How much a reading changed of what a feed shows, in words."""
    n = len(group)
    return ngettext("%(n)d change here", "%(n)d changes here", n) % {"n": n}
