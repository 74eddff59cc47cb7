from django import template

from terreau.projects.sheet import badge

register = template.Library()


@register.filter
def phase_badge(phase):
    """A phase as the parameters of the component `badge`."""
    return badge(phase)
