"""Due dates and meetings of an incubator's reviews as a calendar (RFC 5545)."""

from datetime import UTC, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event


def calendar_of(host, reviews):
    """The bytes of an iCalendar file: an all-day event for each due date and each meeting."""
    calendar = Calendar()
    calendar.add("prodid", "-//Terreau//reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Reviews of %(title)s") % {"title": host.title})
    for review in reviews:
        due = _("Due: %(title)s") % {"title": review.title}
        calendar.add_component(event(review, "due", review.due_on, due))
        if review.planned_on:
            calendar.add_component(event(review, "meeting", review.planned_on, review.title))
    return calendar.to_ical()


def event(review, name, day, words):
    """An event of a whole day; its uid stays, so that a calendar updates it."""
    made = Event()
    made.add("uid", f"{review.uid}-{name}")
    made.add("dtstamp", review.updated_at.astimezone(UTC))
    made.add("dtstart", day)
    made.add("dtend", day + timedelta(days=1))
    made.add("summary", words)
    made.add("url", settings.SITE_URL + review.get_absolute_url())
    return made
