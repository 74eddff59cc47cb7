"""What every test of the house stands on."""

import random

import pytest
from django.db import connection
from django.db.models.query import QuerySet
from django.test import TransactionTestCase

from terreau.ledger import guards

_flush = TransactionTestCase._fixture_teardown


def _flush_with_the_record(case):
    """Tests that commit empty their tables afterwards, which the record's triggers refuse."""
    guards.remove(connection)
    _flush(case)
    guards.install(connection)


TransactionTestCase._fixture_teardown = _flush_with_the_record

_fetch = QuerySet._fetch_all


def _fetch_in_any_order(queryset):
    """A query without an order may answer in any: tests see it do so."""
    fresh = queryset._result_cache is None
    _fetch(queryset)
    if fresh and not queryset.ordered and not queryset.query.is_sliced:
        random.shuffle(queryset._result_cache)


QuerySet._fetch_all = _fetch_in_any_order


@pytest.fixture(autouse=True)
def _media_and_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
