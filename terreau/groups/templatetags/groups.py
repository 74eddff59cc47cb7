from django import template

from terreau.groups import sheet

register = template.Library()


@register.filter
def group_badge(state):
    """The state of a group as the parameters of the component `badge`."""
    return sheet.state_badge(state)
