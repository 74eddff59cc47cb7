"""What rooms show on pages that know nothing of them."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.safestring import mark_safe

from terreau.entries.panels import panels_of
from terreau.theme.compiled import draw

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context, slot, subject=None):
    """Everything that rooms registered for a slot, in its order; "" where nothing is shown."""
    request = context.get("request")
    user = request.user if request is not None else AnonymousUser()
    engine = context.template.engine
    drawn = []
    for panel in panels_of(slot):
        shown = panel.context(user, subject)
        if shown is not None:
            drawn.append(draw(engine.get_template(panel.template), shown))
    return mark_safe("".join(drawn))  # noqa: S308 - each is a rendered template
