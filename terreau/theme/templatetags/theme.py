"""Tags and a filter: a component whose parameters are a dict, an icon, rows of a table, days."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeData, SafeString
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language

from terreau.theme.compiled import draw, drawn
from terreau.theme.expressions import shown

register = template.Library()

# Small components of which a page repeats the same few: drawn once a process.
REMEMBERED = {"badge", "icon"}


@register.simple_tag(takes_context=True)
def component(context, name, parameters):
    """The component `components/<name>.html` drawn with the keys of a dict as its parameters.

    It is `{% include … with key=value … only %}` for parameters that a list holds: keys that are
    absent stay absent, so that the component's own `{% if %}` decides.
    """
    return _component(context.template.engine, get_language(), name, parameters)


def _component(engine, language, name, parameters):
    if name in REMEMBERED:
        given = {
            key: str(value) if isinstance(value, Promise) else value
            for key, value in parameters.items()
        }
        if all(isinstance(value, str) for value in given.values()):
            # Safe and plain text are equal to Python and not to HTML.
            marked = [(key, value, isinstance(value, SafeData)) for key, value in given.items()]
            return _drawn(engine, name, tuple(marked))
    return draw(engine.get_template(f"components/{name}.html"), parameters, language)


@register.simple_tag(takes_context=True)
def icon(context, name, label=""):
    """The component icon; `label` only where no text beside it says the same."""
    return _icon(context.template.engine, get_language(), name, label)


def _icon(engine, language, name, label=""):
    parameters = {"name": name, "label": label} if label else {"name": name}
    return _component(engine, language, "icon", parameters)


drawn(component, _component)
drawn(icon, _icon)


@register.simple_tag
def table_rows(rows):
    """Rows of cells (text, number, None, or dict: text, url), the first of each its header.

    A page has hundreds of cells, too many to draw each as a template.
    """
    language = get_language()
    return SafeString("".join([f"<tr>{''.join(_cells(row, language))}</tr>\n" for row in rows]))


def _cells(row, language):
    opened, closed = '<th scope="row">', "</th>"
    for cell in row:
        text, url = (cell.get("text"), cell.get("url")) if isinstance(cell, dict) else (cell, "")
        words = "" if text is None else shown(text, language)
        if url:
            words = f'<a href="{shown(url, language)}">{words}</a>'
        yield f"{opened}{words}{closed}"
        opened, closed = "<td>", "</td>"


@register.simple_tag
def day(value):
    """A date, or the local date of a moment, as people of the current language write it."""
    return _day(_date(value), get_language())


@register.filter
def spelled(value, form):
    """The built-in filter `date` for dates that a page repeats: each written once a language."""
    return _spelled(_date(value), form, get_language())


def _date(value):
    if isinstance(value, datetime):
        return (localtime(value) if is_aware(value) else value).date()
    return value


@lru_cache(maxsize=2048)
def _drawn(engine, name, given):
    parameters = {key: value for key, value, _ in given}
    return draw(engine.get_template(f"components/{name}.html"), parameters)


@lru_cache(maxsize=4096)
def _spelled(value, form, _language):
    return date_format(value, form)


@lru_cache(maxsize=4096)
def _day(value, language):
    written = _spelled(value, "DATE_FORMAT", language)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), written)
