from django import template

from terreau.posts import sheet

register = template.Library()


@register.filter
def post_badge(state):
    """The state of a post as the parameters of the component `badge`."""
    return sheet.state_badge(state)
