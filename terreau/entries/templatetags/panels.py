"""What rooms show on pages that know nothing of them."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.middleware.csrf import get_token
from django.utils.safestring import mark_safe

from terreau.entries.panels import panels_of
from terreau.theme.compiled import draw

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context, slot, subject=None):
    """Everything that rooms registered for a slot, in its order; "" where nothing is shown.

    Panels find `csrf_token` for their forms, "" where nobody is signed in: what is shown to
    everybody is kept, and has no form of one person in it.
    """
    request = context.get("request")
    user = request.user if request is not None else AnonymousUser()
    engine = context.template.engine
    token = {"csrf_token": get_token(request) if user.is_authenticated else ""}
    drawn = []
    for panel in panels_of(slot):
        shown = panel.context(user, subject)
        if shown is not None:
            drawn.append(draw(engine.get_template(panel.template), token | shown))
    return mark_safe("".join(drawn))  # noqa: S308 - each is a rendered template
