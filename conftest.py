"""What every test of the house stands on."""

import pytest
from django.db import connection
from django.test import TransactionTestCase

from terreau.ledger import guards

_flush = TransactionTestCase._fixture_teardown


def _flush_with_the_record(case):
    """Tests that commit empty their tables afterwards, which the record's triggers refuse."""
    guards.remove(connection)
    _flush(case)
    guards.install(connection)


TransactionTestCase._fixture_teardown = _flush_with_the_record


@pytest.fixture(autouse=True)
def _media_and_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
