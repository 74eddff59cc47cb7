"""Maps of all that is known, whatever its kind."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from terreau.entries.kinds import all_kinds
from terreau.entries.queries import tallied_among
from terreau.territories.maps import choropleth
from terreau.territories.outlines import department_outlines


def atlas(region=None, level=2):
    """{html, placed, elsewhere}: entries by department of the country, or of one region.

    One query. region: its code; level: of the heading. html is the drawn component, kept as
    long as its figures stay; None where the region has fewer than two departments.
    """
    codes = tuple(outline.code for outline in department_outlines(region).shapes)
    if len(codes) < 2:
        return None
    everything = ("territory", region) if region else ("all", "")
    found = tallied_among(("all", "territory"), (*codes, everything[1]))
    counts = {code: found["territory", code] for code in codes if ("territory", code) in found}
    elsewhere = found.get(everything, 0) - sum(counts.values())
    figures = tuple(sorted(counts.items()))
    return {
        "html": drawn(figures, elsewhere, region, level, get_language()),
        "placed": sum(counts.values()),
        "elsewhere": elsewhere,
    }


@lru_cache(maxsize=64)
def drawn(figures, elsewhere, region, level, language):
    """The component `map`; drawing it takes longer than all the rest of a page."""
    kinds = ", ".join(str(kind.name_plural) for kind in all_kinds())
    picture = choropleth(
        dict(figures),
        f"{reverse('territories:index')}{{}}/".format,
        _("What is known, by department"),
        _("All that has a place there: %(kinds)s.") % {"kinds": kinds},
        region=region,
        unit=_("Entries"),
        elsewhere=elsewhere,
    )
    return render_to_string("components/map.html", {"map": picture, "level": level})
