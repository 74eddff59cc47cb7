"""Territories: an index to choose from, and a page for each of the country's places."""

from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from terreau.territories import queries
from terreau.territories.models import Territory

Level = Territory.Level
MOST_PARTS = 400  # a department has at most 890 communes: the others are found by search
FOUND = 20


@require_safe
def index(request):
    """Regions with their departments, or what a name finds: two queries, and those of panels."""
    text = request.GET.get("q", "").strip()[:100]
    context = {"text": text, "found": None, "regions": []}
    if text:
        context["found"] = [place_card(place) for place in queries.search_by_name(text, FOUND)]
    else:
        context["regions"] = regions()
    return render(request, "web/territories.html", context)


@require_safe
def detail(request, code):
    """Four queries, and those of panels."""
    place = queries.by_code(code)
    if place is None:
        raise Http404(code)
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
        },
    )


def regions():
    """[{region, departments}]: two queries."""
    departments = {}
    for place in queries.of_level(Level.DEPARTMENT):
        departments.setdefault(place.parent_id, []).append(link(place))
    return [
        {
            "name": region.name,
            "url": region.get_absolute_url(),
            "departments": departments[region.pk],
        }
        for region in queries.of_level(Level.REGION)
        if region.pk in departments
    ]


def link(place):
    return {"label": place.name, "url": place.get_absolute_url()}


def place_card(place):
    """A place in a list, as parameters of the component `card`."""
    meta = [{"text": inhabitants(place)}] if place.population is not None else []
    if place.parent:
        meta.append({"text": place.parent.name})
    return {
        "title": place.name,
        "url": place.get_absolute_url(),
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
    known = [
        (capfirst(Level(each.level).label), each.name, each.get_absolute_url()) for each in above
    ]
    if place.population is not None:
        known.append((_("Inhabitants"), number_format(place.population, force_grouping=True), ""))
    known.append((_("Official code"), place.official_code, ""))
    known.append((_("Postcodes"), ", ".join(place.postcode_list[:20]), ""))
    known.append(("SIREN", place.siren, ""))
    if place.ended_on:
        known.append((_("No longer in the official list since"), place.ended_on, ""))
    return [{"term": term, "text": text, "url": url} for term, text, url in known if text]


def parts(place):
    """[{title, tags}] of what a place is made of, by level: one query, none for communes."""
    if place.level == Level.COMMUNE:
        return []
    found = {}
    for each in queries.children(place)[: 2 * MOST_PARTS]:
        found.setdefault(each.level, []).append(link(each))
    titles = {
        Level.REGION: _("Regions"),
        Level.DEPARTMENT: _("Departments"),
        Level.INTERCOMMUNALITY: _("Intercommunalities"),
        Level.COMMUNE: _("Communes"),
    }
    return [{"title": titles[level], "tags": tags} for level, tags in found.items()]


urlpatterns = [
    path("", index, name="index"),
    path("<str:code>/", detail, name="detail"),
]
