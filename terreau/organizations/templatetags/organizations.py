from django import template
from django.utils.text import capfirst

from terreau.organizations.models import OrganizationType

register = template.Library()
_LABELS = dict(OrganizationType.choices)


@register.filter
def type_words(state):
    """The type of an organization in words, as it begins a line."""
    return capfirst(str(_LABELS.get(state, state)))
