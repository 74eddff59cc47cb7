"""Territories: an index to choose from, and a page for each of the country's places."""

from functools import lru_cache

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.territories import queries
from terreau.territories.models import Territory
from terreau.web.atlas import atlas

Level = Territory.Level
MOST_PARTS = 60
FOUND = 20


@require_safe
def index(request):
    """The map and all regions with their departments: three queries; or what a name finds: two."""
    text = request.GET.get("q", "").strip()[:100]
    if text:
        found = [place_card(place) for place in queries.search_by_name(text, FOUND)]
        context = {"text": text, "found": found, "regions": [], "atlas": None}
    else:
        context = {"text": "", "found": None, "regions": regions(), "atlas": atlas(level=3)}
    return render(request, "web/territories.html", context)


@require_safe
def detail(request, code):
    """Two queries for a commune, at most four for others, and those of panels.

    A former code redirects: two queries.
    """
    place = queries.by_code(code)
    if place is None:
        raise Http404(code)
    if place.code != code:  # a former code: what it was is part of this place
        return redirect(place, permanent=True)
    above = queries.ancestors(place)
    return render(
        request,
        "web/territory.html",
        {
            "place": place,
            "level": capfirst(Level(place.level).label),
            "breadcrumbs": crumbs(place, above),
            "facts": facts(place, above),
            "parts": parts(place),
            "atlas": atlas(place.code, level=3) if place.level == Level.REGION else None,
        },
    )


def regions():
    """[{name, url, departments}], one that is its own department without it: two queries."""
    departments = {}
    for place in queries.of_level(Level.DEPARTMENT):
        departments.setdefault(place.parent_id, []).append(place)
    return [
        {
            **link(region),
            "departments": [link(each) for each in inside if each.name != region.name],
        }
        for region in queries.of_level(Level.REGION)
        if (inside := departments.get(region.pk))
    ]


def link(place):
    return {"label": place.name, "url": f"{root(get_language())}{place.code}/"}


@lru_cache(maxsize=8)
def root(language):
    """What the address of each territory begins with: a page has hundreds of them."""
    return reverse("territories:index")


def place_card(place):
    """A place in a list, as parameters of the component `card`."""
    meta = [{"text": inhabitants(place)}] if place.population is not None else []
    if place.parent:
        meta.append({"text": place.parent.name})
    return {
        "title": place.name,
        "url": link(place)["url"],
        "kind": capfirst(Level(place.level).label),
        "meta": meta,
    }


def inhabitants(place):
    words = ngettext("%(people)s inhabitant", "%(people)s inhabitants", place.population)
    return words % {"people": number_format(place.population, force_grouping=True)}


def crumbs(place, above):
    way = [each for each in above if each.level != Level.INTERCOMMUNALITY]
    return [*map(link, way), {"label": place.name}]


def facts(place, above):
    """What is known of a place, as items of `definition_list`."""
    known = [(capfirst(Level(each.level).label), each.name, link(each)["url"]) for each in above]
    if place.population is not None:
        known.append((_("Inhabitants"), number_format(place.population, force_grouping=True), ""))
    known.append((_("Official code"), place.official_code, ""))
    known.append((_("Postcodes"), ", ".join(place.postcode_list[:20]), ""))
    known.append(("SIREN", place.siren, ""))
    if place.ended_on:
        known.append((_("No longer in the official list since"), place.ended_on, ""))
    return [{"term": term, "text": text, "url": url} for term, text, url in known if text]


def parts(place):
    """[{title, tags, note}] of what a place is made of, by level: a query for each level."""
    levels = {
        Level.COUNTRY: {Level.REGION: _("Regions")},
        Level.REGION: {Level.DEPARTMENT: _("Departments")},
        Level.DEPARTMENT: {
            Level.INTERCOMMUNALITY: _("Intercommunalities"),
            Level.COMMUNE: _("Most populous communes"),
        },
        Level.INTERCOMMUNALITY: {Level.COMMUNE: _("Most populous communes")},
    }
    found = []
    for level, title in levels.get(place.level, {}).items():
        inside = list(queries.most_inhabited(place, level, MOST_PARTS + 1))
        tags = [link(each) for each in sorted(inside[:MOST_PARTS], key=lambda each: each.folded)]
        note = _("The others are found by their name.") if len(inside) > MOST_PARTS else ""
        found.append({"title": title, "tags": tags, "note": note})
    return [part for part in found if part["tags"]]


urlpatterns = [
    path("", index, name="index"),
    path("<str:code>/", detail, name="detail"),
]
