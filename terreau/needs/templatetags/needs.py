from django import template

from terreau.needs import sheet

register = template.Library()


@register.filter
def need_badge(state):
    """The state of a need as the parameters of the component `badge`."""
    return sheet.state_badge(state)
