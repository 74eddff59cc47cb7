"""Queries that the ORM compiles once and that run with other values each time.

Building a queryset and compiling it takes Python several times as long as the database takes to
answer it. A query of a page that never changes its shape is written as a function of its values:

    @prepared
    def _about(subject, *, size):
        return Statement.objects.filter(subject=subject).order_by("-id")[:size]

    _about(entry.uid, size=6)  # a list of statements

Positional arguments are values: the function is called with their places (`Given`), once per shape,
and only hands them on to lookups, a list to `__in`. Keyword arguments and None are part of the
shape: few different ones. What the function reads elsewhere, such as today's date, would be kept
for ever: it is given instead, and a date that is not is refused.
"""

import json
import re
from copy import copy
from datetime import date, datetime
from functools import lru_cache, update_wrapper
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression

NONE, ONE, EMPTY = "none", "one", "empty"
SHAPES = 64  # of one query that are kept
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d")


class Given(Expression):
    """The place of a value that is not known yet; many: the type of each of several, or None."""

    def __init__(self, position, many=None):
        super().__init__()
        self.position, self.many = position, many

    def as_sql(self, compiler, connection):
        return ("SELECT value FROM json_each(%s)" if self.many else "%s"), [self]

    def as_postgresql(self, compiler, connection):
        if self.many is None:
            return "%s", [self]
        # The driver says the type of a list, but not of one of texts.
        return ("SELECT unnest(%s::text[])" if self.many is str else "SELECT unnest(%s)"), [self]

    def bound(self, values, connection):
        """The value as the database's driver takes it."""
        value = values[self.position]
        if self.many is None:
            return _adapted(value, connection)
        several = [_adapted(each, connection) for each in value]
        return several if connection.vendor == "postgresql" else json.dumps(several)


class prepared:  # noqa: N801 - a decorator
    """A function (values, shape) → queryset as a function that returns its rows as a list: one
    query, none where a list of values is empty.

    user: where the function takes one and the user is signed in, nothing is kept: what a member
    may see is a query of its own. For anybody else it is called with None. known_at: nor is it for
    what was known on a day, which is a query of its own as well.
    """

    def __init__(self, build):
        update_wrapper(self, build)
        self.build = build
        self.compiled = lru_cache(maxsize=SHAPES)(self._compiled)

    def __call__(self, *values, **shape):
        if shape.get("known_at") is not None:
            return self.afresh(*values, **shape)
        if "user" in shape:
            if shape["user"] is not None and shape["user"].is_authenticated:
                return self.afresh(*values, **shape)
            shape["user"] = None
        forms = tuple(map(_form, values))
        if EMPTY in forms:
            return []
        compiled = self.compiled(forms, *shape.items())
        return compiled.rows(values) if compiled else []

    def afresh(self, *values, **shape):
        """The same for a shape that is not worth keeping, such as one of a day long ago."""
        return list(self.build(*values, **shape))

    def _compiled(self, forms, *shape):
        given = {
            at: Given(at, None if form is ONE else form)
            for at, form in enumerate(forms)
            if form is not NONE
        }
        places = map(given.get, range(len(forms)))
        try:
            compiled = _Compiled(self.build(*places, **dict(shape)))
        except EmptyResultSet:
            return None
        bound = {each.position for each in compiled.params if isinstance(each, Given)}
        if lost := given.keys() - bound:
            raise TypeError(f"{self.build.__qualname__}: no lookup takes the values {sorted(lost)}")
        if any(_is_moment(each) for each in compiled.params):
            raise TypeError(f"{self.build.__qualname__}: a date is kept, give it as a value")
        return compiled


class _Compiled:
    """A queryset whose SQL is written already."""

    def __init__(self, queryset):
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, self.params = self.compiler.as_sql()
        selected = [column for column, *_ in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(selected)

    def rows(self, values):
        """Ask, and let a queryset like this one make its objects of what came, if anything did."""
        connection = connections[self.queryset.db]
        params = tuple(
            each.bound(values, connection) if isinstance(each, Given) else each
            for each in self.params
        )
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        if not found:
            return []
        compiler = copy(self.compiler)
        compiler.connection = connection
        if compiler.has_extra_select:
            found = [row[: compiler.col_count] for row in found]
        compiler.execute_sql = lambda *_, **__: [found]
        compiler.get_converters = lambda _: self.converters
        query = object.__new__(type(self.queryset.query))
        query.__dict__ = self.queryset.query.__dict__ | {"get_compiler": lambda *_, **__: compiler}
        queryset = object.__new__(type(self.queryset))
        queryset.__dict__ = self.queryset.__dict__ | {"_query": query}
        return list(queryset)


def _form(value):
    """NONE, ONE, EMPTY, or the type of the values of a list."""
    if value is None:
        return NONE
    if isinstance(value, list | tuple | set | frozenset | dict):
        first = next(iter(value), None)
        return EMPTY if first is None else str if isinstance(first, str) else type(first)
    return ONE


def _is_moment(value):
    return isinstance(value, date) or (isinstance(value, str) and bool(_MOMENT.match(value)))


def _adapted(value, connection):
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
