from django import template

from terreau.offers import sheet

register = template.Library()


@register.filter
def offer_badge(state):
    """The state of an offer as the parameters of the component `badge`."""
    return sheet.state_badge(state)
