"""What stands between the braces of a template, as Python functions of what is being drawn.

Django resolves a name by trying every meaning that it might have, and a name that is not there, as
most of a component's parameters are, costs it most of all. These functions try the usual meanings
first and hand all others to Django: DJANGO says that it must look, ABSENT that it would not find.
"""

from functools import lru_cache
from html import escape
from operator import contains, eq, ge, gt, is_, is_not, le, lt, ne

from django.template.base import render_value_in_context
from django.template.context import Context
from django.template.defaulttags import TemplateLiteral
from django.utils.safestring import SafeData, SafeString, mark_safe

DJANGO, ABSENT = object(), object()
_DICT = frozenset(dir(dict))
_SIMPLE = frozenset({str, SafeString, int, float, bool, type(None)})
_PLAIN = Context()
_OF_CONTEXT = frozenset(vars(_PLAIN)) | {"request"}  # a name may stand for these as well
_BUILTIN = {"True": True, "False": False, "None": None}
_COMPARED = {
    "==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge, "is": is_, "is not": is_not,
    "in": lambda one, many: contains(many, one),
    "not in": lambda one, many: not contains(many, one),
}  # fmt: skip


def value_of(expression, *, absent=False):
    """A function (drawing) → what a FilterExpression stands for there.

    absent: whether what is not there is None, as in a condition; else it is what Django says.
    """
    find = _found(expression.var) if expression.is_var else None
    filters = [_filter(*each) for each in expression.filters]
    if (expression.is_var and find is None) or None in filters:
        return lambda drawing: expression.resolve(drawing.context, absent)
    if find is None:
        find = _constant(expression.var)
    if name := name_of(expression):
        return _named(name, expression, absent)

    def resolve(drawing):
        value = find(drawing)
        if value is ABSENT and absent:
            value = None
        if value is DJANGO or value is ABSENT:
            return expression.resolve(drawing.context, absent)
        for apply in filters:
            value = apply(value)
        return value

    return resolve if filters or expression.is_var else find


def name_of(expression):
    """The name that a FilterExpression is and nothing else, or "" where there is more to it."""
    if not expression.is_var or expression.filters or _found(expression.var) is None:
        return ""
    lookups = expression.var.lookups
    return lookups[0] if lookups and len(lookups) == 1 and lookups[0] not in _BUILTIN else ""


def _named(name, expression, absent):
    """`resolve` of what most expressions are: one name, and what it stands for no function."""
    missing = None if absent else ABSENT

    def resolve(drawing):
        value = drawing.scope.get(name, missing)
        if callable(value):
            value = _called(value)
        if value is DJANGO or value is ABSENT:
            return expression.resolve(drawing.context, absent)
        return value

    return resolve


def truth_of(condition):
    """A function (drawing) → the value of what an `if` asks."""
    if isinstance(condition, TemplateLiteral):
        return value_of(condition.value, absent=True)
    first = truth_of(condition.first)
    if condition.id == "not":
        return lambda drawing: not first(drawing)
    second = truth_of(condition.second)
    if condition.id == "and":
        return lambda drawing: first(drawing) and second(drawing)
    if condition.id == "or":
        return lambda drawing: first(drawing) or second(drawing)
    compare = _COMPARED[condition.id]

    def compared(drawing):
        try:
            return compare(first(drawing), second(drawing))
        except Exception:  # as Django: what cannot be compared is not so
            return False

    return compared


def shown(value, language):
    """A value as it stands in HTML: in the form of the language, which is the one in force, and
    escaped unless it is safe."""
    kind = type(value)
    if kind is str:
        return escape(value)
    if kind is SafeString:
        return value
    if kind is int:
        return _number(value, language)
    return render_value_in_context(value, _PLAIN)


@lru_cache(maxsize=2048)
def _number(value, _language):
    return render_value_in_context(value, _PLAIN)


def _constant(value):
    return lambda drawing: value


def _found(variable):
    """A function (drawing) → the value of a Variable, ABSENT or DJANGO; None for what Django must
    do alone."""
    if variable.translate:
        return None
    if variable.literal is not None:
        return _constant(variable.literal)
    name, *bits = variable.lookups
    if name in _BUILTIN and not bits:
        return _constant(_BUILTIN[name])
    if name in _BUILTIN or name in _OF_CONTEXT:
        return None

    def find(drawing):
        value = drawing.scope.get(name, ABSENT)
        return _called(value) if callable(value) else value

    def find_inside(drawing):
        value = drawing.scope.get(name, ABSENT)
        if callable(value):
            value = _called(value)
        for bit in bits:
            if value is ABSENT or value is DJANGO:
                return value
            value = _inside(value, bit)
            if callable(value):
                value = _called(value)
        return value

    return find_inside if bits else find


def _inside(value, bit):
    """What has this key or name in a value; DJANGO for what may be found in other ways."""
    kind = type(value)
    if kind is dict:
        found = value.get(bit, ABSENT)
        return DJANGO if found is ABSENT and (bit in _DICT or bit.isdigit()) else found
    if kind in _SIMPLE:
        return DJANGO if hasattr(value, bit) or bit.isdigit() else ABSENT
    if hasattr(kind, "__getitem__"):
        return DJANGO
    try:
        return getattr(value, bit)
    except (AttributeError, TypeError):
        return DJANGO


def _called(value):
    if hasattr(value, "do_not_call_in_templates") or hasattr(value, "alters_data"):
        return DJANGO
    try:
        return value()
    except Exception:  # Django knows which of them are meant to be silent
        return DJANGO


def _filter(function, arguments):
    """A filter with its arguments as a function (value) → value, None where Django must do it."""
    asks = (getattr(function, each, False) for each in ("expects_localtime", "needs_autoescape"))
    if any(asks) or any(is_name for is_name, _value in arguments):
        return None
    given = [mark_safe(value) for _is_name, value in arguments]  # noqa: S308 - of the template
    keeps_safe = getattr(function, "is_safe", False)

    def apply(value):
        made = function(value, *given)
        return mark_safe(made) if keeps_safe and isinstance(value, SafeData) else made  # noqa: S308

    return apply
