"""What the page of the map says, as the parameters of the components that show it."""

import json
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors import queries
from terreau.actors.choices import CHOICES, REGION, outlines
from terreau.prepared.addresses import address
from terreau.territories.maps import choropleth
from terreau.territories.outlines import EAST, OVERSEAS, SOUTH

NEWEST = 8
COLUMNS = ["code", "name", "level", "what", "count", "as_of"]


def counted(choice, level):
    """([(Outline, n)], n elsewhere): two queries."""
    shapes = outlines(level).shapes
    codes = tuple(shape.code for shape in shapes)
    placed, total = queries.counts_by_place(choice.kind, choice.state, codes)
    rows = [(shape, placed.get(shape.code, 0)) for shape in shapes]
    return rows, total - sum(n for _shape, n in rows)


def sheet(user, choice, level):
    """The context of actors/map.html: four queries, two where there is nothing."""
    rows, elsewhere = counted(choice, level)
    total = sum(n for _shape, n in rows) + elsewhere
    there = [(shape, n) for shape, n in rows if n]
    there.sort(key=lambda pair: (-pair[1], pair[0].name))
    return {
        "choice": choice,
        "fields": fields(choice, level),
        "map": drawn(choice, level, rows, elsewhere),
        "header": [_("Region") if level == REGION else _("Department"), choice.label],
        "rows": [
            [{"text": shape.name, "url": listed(choice, shape.code)}, n] for shape, n in there
        ],
        "elsewhere": elsewhere,
        "total": total,
        "all": listed(choice),
        "newest": queries.newest(user, choice.kind, choice.state, total, NEWEST),
        "moving": moving(),
        "downloads": [
            {"label": form.upper(), "url": at(choice, level, format=form)}
            for form in ("csv", "json")
        ],
    }


def moving():
    """What the script needs to show the same map on the earth: attributes of its frame."""
    tiles = settings.MAP_TILES or {"url": "", "attribution": ""}
    return {
        "script": static("leaflet/leaflet.js"),
        "style": static("leaflet/leaflet.css"),
        "tiles": tiles["url"],
        "attribution": tiles["attribution"],
        "projection": json.dumps([*EAST, *SOUTH]),
        "overseas": json.dumps(OVERSEAS),
        "in": _("Zoom in"),
        "out": _("Zoom out"),
    }


def drawn(choice, level, rows, elsewhere):
    counts = {shape.code: n for shape, n in rows if n}
    return choropleth(
        counts,
        lambda code: listed(choice, code),
        choice.label,
        _("Public entries by the place that they name, with all that it contains."),
        level,
        unit=choice.label,
        elsewhere=elsewhere,
        key="actors",
    )


def listed(choice, territory=""):
    """The list of the entries of a choice, in a territory: where they are searched and sorted."""
    asked = {"state": choice.state, "territory": territory}
    asked = {name: value for name, value in asked.items() if value}
    path = address(f"{choice.kind}:index")
    return f"{path}?{urlencode(asked)}" if asked else path


def at(choice, level, **more):
    return f"{address('actors:map')}?{urlencode({'what': choice.name, 'level': level, **more})}"


def fields(choice, level):
    options = [
        {"value": name, "label": each.label, "selected": each == choice}
        for name, each in CHOICES.items()
    ]
    levels = [
        {"value": value, "label": label, "selected": value == level}
        for value, label in (("department", _("by department")), ("region", _("by region")))
    ]
    return [
        {"name": "what", "label": _("Show"), "type": "select", "options": options},
        {"name": "level", "label": _("How"), "type": "select", "options": levels},
    ]


def export_rows(choice, level):
    """Plain rows, places with none included: two queries."""
    rows, _elsewhere = counted(choice, level)
    today = timezone.localdate().isoformat()
    for shape, n in rows:
        yield {
            "code": shape.code, "name": shape.name, "level": str(level), "what": choice.name,
            "count": n, "as_of": today,
        }  # fmt: skip
