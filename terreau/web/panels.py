"""The panels that rooms hang on a page, drawn."""

from django.template.loader import render_to_string

from terreau.entries.panels import panels_of


def shown(slot, user, subject=None):
    """The drawn panels of a slot, in their order, without those that have nothing to show."""
    drawn = []
    for panel in panels_of(slot):
        context = panel.context(user, subject)
        if context is not None:
            drawn.append(render_to_string(panel.template, context))
    return drawn
