"""Keys that no database holds match nothing: a choice of thirty digits is a wrong choice.

Django sees to it where a number is compared with one; not in lists, nor for keys of other rows,
and SQLite then fails on the number itself.
"""

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignObject, IntegerField
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import In

SMALLEST, LARGEST = -(2**63), 2**63 - 1


def is_held(value):
    return not isinstance(value, int) or SMALLEST <= value <= LARGEST


class Held:
    """A lookup for one value."""

    def process_rhs(self, compiler, connection):
        if not is_held(self.rhs):
            raise EmptyResultSet
        return super().process_rhs(compiler, connection)


class HeldAmong:
    """A lookup for several values."""

    def get_prep_lookup(self):
        values = super().get_prep_lookup()
        return [each for each in values if is_held(each)] if isinstance(values, list) else values


class HeldIn(HeldAmong, In):
    pass


class HeldRelatedIn(HeldAmong, RelatedIn):
    pass


class HeldRelatedExact(Held, RelatedExact):
    pass


def install():
    IntegerField.register_lookup(HeldIn)
    ForeignObject.register_lookup(HeldRelatedIn)
    ForeignObject.register_lookup(HeldRelatedExact)
