from django import template

from terreau.projects.life import begun_on
from terreau.projects.sheet import badge

register = template.Library()


@register.filter
def phase_badge(phase):
    """A phase as the parameters of the component `badge`."""
    return badge(phase)


@register.filter
def since(spell):
    """When a project entered the phase that it is in, and its place, as `meta` of a card."""
    territory = spell.project.territory
    return [{"text": begun_on(spell)}, *([{"text": territory.name}] if territory else [])]
