from django import template

from terreau.resources import sheet

register = template.Library()


@register.filter
def resource_badge(state):
    """The state of a resource as the parameters of the component `badge`."""
    return sheet.state_badge(state)
