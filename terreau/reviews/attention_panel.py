"""Silence and odd data of an incubator, for the page of those who manage its reviews."""

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.harvest.reports import words_of
from terreau.projects.sheet import entry_cell
from terreau.reviews.attention import inbox, silent

MOST = 20  # projects that a list shows


def of_host(_user, host):
    """Two or three queries; None where nothing asks for attention."""
    today = timezone.localdate()
    (silent_ones, quiet), matters = silent(host, today, MOST), inbox(host, today)
    if not quiet and not matters:
        return None
    return {
        "quiet_header": [_("Project"), _("Nothing new since"), _("Days")],
        "quiet": [
            [entry_cell(each.project), date_format(each.since, "DATE_FORMAT"), each.days]
            for each in quiet
        ],
        "quiet_more": more(silent_ones - MOST),
        "matters": [matter(each) for each in matters],
        "odd_header": [_("Project"), _("What was found"), _("What to do"), _("Where")],
    }


def matter(found):
    """One sort of odd things as a part that opens."""
    return {
        "title": found.title,
        "severity": capfirst(words_of(found.severity)),
        "count": len(found.lines),
        "rows": [
            [entry_cell(line.project), line.message, line.remedy, line.place]
            for line in found.lines[:MOST]
        ],
        "more": more(len(found.lines) - MOST),
    }


def more(hidden):
    """How many a list leaves out, in words; "" for none."""
    if hidden <= 0:
        return ""
    words = ngettext("and %(n)s more", "and %(n)s more", hidden)
    return words % {"n": number_format(hidden, force_grouping=True)}
