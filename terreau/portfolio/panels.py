"""The way from pages of a part of the portfolio to its figures: no query."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from terreau.entries.panels import Panel, register_panel

TEMPLATE = "portfolio/panels/more.html"


def way(words, **narrow):
    address = reverse("portfolio:index")
    return {"words": words, "url": f"{address}?{urlencode(narrow)}" if narrow else address}


def of_all(_user, _subject):
    return way(_("On any other day, over time, and what became of them: the portfolio"))


def of_organization(_user, organization):
    """For what hosts projects; None for others."""
    if not organization.is_host:
        return None
    return way(_("Its projects over time, and what became of them"), incubator=organization.slug)


def of_territory(_user, territory):
    return way(_("These projects over time, and what became of them"), territory=territory.code)


def of_topic(_user, topic):
    return way(_("These projects over time, and what became of them"), theme=topic.slug)


register_panel(Panel("home", TEMPLATE, of_all, order=30))
register_panel(Panel("organization", TEMPLATE, of_organization, order=60))
register_panel(Panel("territory", TEMPLATE, of_territory, order=60))
register_panel(Panel("topic", TEMPLATE, of_topic, order=60))
