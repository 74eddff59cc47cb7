"""What the page of all that somebody follows shows, as the parameters of the components."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terreau.entries.kinds import kind_named
from terreau.follows.forms import LEVELS, STOP
from terreau.follows.models import Level


def sheet(follows, older, watches):
    """No query: entries, places and themes are at hand."""
    return {
        "follows": [followed(each) for each in follows],
        "watches": [watched(each) for each in watches],
        "older": f"?before={older}" if older else "",
    }


def followed(follow):
    entry = follow.entry
    kind = kind_named(entry.kind)
    return {
        "id": f"follow-{follow.pk}",
        "title": entry.title,
        "url": entry.get_absolute_url(),
        "text": capfirst(str(kind.name)) if kind else "",
        "note": _("followed by itself, because of what you did") if follow.is_automatic else "",
        "action": reverse("follows:follow", args=[entry.uid]),
        "options": options(follow.level),
        "stop": STOP,
    }


def watched(watch):
    levels = [(value, label) for value, label in LEVELS if value != Level.NOTHING]
    return {
        "id": f"watch-{watch.pk}",
        "title": name_of(watch),
        "url": f"{reverse('directory:index')}?{urlencode(asked(watch))}",
        "text": _("With everything that lies in it") if watch.territory else "",
        "note": "",
        "action": reverse("follows:change_watch", args=[watch.pk]),
        "options": options(watch.level, levels),
        "stop": STOP,
    }


def options(chosen, levels=LEVELS):
    return [
        {"value": value, "label": label, "selected": value == chosen} for value, label in levels
    ]


def name_of(watch):
    """What a watch finds, in words."""
    kind = kind_named(watch.kind)
    parts = [capfirst(str(kind.name_plural))] if kind else []
    parts += [watch.topic.name] if watch.topic else []
    parts += [watch.territory.name] if watch.territory else []
    return " · ".join(parts)


def asked(watch):
    """The parameters of the directory and of the feed that a watch stands for."""
    given = {
        "kind": watch.kind,
        "territory": watch.territory and watch.territory.code,
        "topic": watch.topic and watch.topic.slug,
    }
    return {name: value for name, value in given.items() if value}
