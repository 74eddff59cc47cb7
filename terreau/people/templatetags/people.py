from django import template

from terreau.people.models import Standing

register = template.Library()


@register.filter
def standing_words(value):
    """What kind of actor a person says to be, in words."""
    return Standing(value).label
