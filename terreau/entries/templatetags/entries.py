"""What templates say of entries: cards, prose and lines of the record."""

from django import template
from django.utils.translation import get_language

from terreau.entries import markdown as prose
from terreau.entries.invented import is_invented
from terreau.entries.kinds import kind_of
from terreau.theme.compiled import draw, drawn

register = template.Library()


@register.simple_tag(takes_context=True)
def card(context, entry):
    """The entry as its kind draws it in a list."""
    return _card(context.template.engine, get_language(), entry)


def _card(engine, language, entry):
    drawing = draw(engine.get_template(kind_of(entry).card), {"entry": entry}, language)
    if is_invented(entry):
        return draw(engine.get_template("entries/invented.html"), {"card": drawing}, language)
    return drawing


drawn(card, _card)


@register.filter
def markdown(text, level=3):
    """Markdown as safe HTML; level: of its largest heading."""
    return prose.html_of(text, int(level))


@register.filter
def foreign(entry):
    """The language of an entry's own words where it is not the page's, else ""."""
    return entry.language if entry.language and entry.language != get_language() else ""


@register.filter
def lines(readable):
    """What `sentences.readable` says, as the parameters of the component `statement_list`."""
    return [
        {
            "sentence": each["html"],
            "date": each["at"],
            "url": each["statement"].get_absolute_url(),
        }
        for each in readable
    ]


@register.filter
def place(entry):
    """Where an entry is, as the parameter `meta` of the component `card`."""
    territory = entry.territory
    return [{"text": territory.name}] if territory else []
