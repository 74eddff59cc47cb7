from datetime import date

import pytest

from terreau.territories import actions
from terreau.territories.queries import by_code
from terreau.territories.tests.factories import make_rows


@pytest.fixture
def country(db):
    """The small country of `make_rows`, by code, loaded as on 1 January 2030."""
    rows = make_rows()
    actions.load(rows, day=date(2030, 1, 1))
    return {row.code: by_code(row.code) for row in rows}
