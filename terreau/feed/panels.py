"""The ways to read what happens to an entry, a place or a theme elsewhere; one's own feed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.entries.panels import Panel, register_panel
from terreau.feed.filters import Asked
from terreau.feed.sheet import downloads, home


def of_entry(_user, entry):
    return ways(Asked(entry=entry)) if entry.is_public else None


def of_territory(_user, territory):
    return ways(Asked(territory=territory))


def of_topic(_user, topic):
    return ways(Asked(topic=topic))


def ways(asked):
    """No query."""
    page = {"label": _("Everything that happened"), "url": home(f"?{asked.query_string}")}
    return {"ways": [page, *downloads(asked)]}


def of_following(user, _subject):
    return {"url": reverse("feed:mine")} if user.is_authenticated else None


register_panel(Panel("entry", "feed/panels/ways.html", of_entry, order=90))
register_panel(Panel("territory", "feed/panels/ways.html", of_territory, order=90))
register_panel(Panel("topic", "feed/panels/ways.html", of_topic, order=90))
register_panel(Panel("following", "feed/panels/mine.html", of_following))
register_panel(Panel("notices", "feed/panels/mine.html", of_following, order=20))
