"""What every test of the house stands on."""

import random

import pytest
from django.db import connection
from django.db.models.query import QuerySet
from django.test import Client, TransactionTestCase

from terreau.accounts.tests.factories import prove_second_factor
from terreau.ledger import guards

_flush = TransactionTestCase._fixture_teardown


def _flush_with_the_record(case):
    """Tests that commit empty their tables afterwards, which the record's triggers refuse."""
    guards.remove(connection)
    _flush(case)
    guards.install(connection)


TransactionTestCase._fixture_teardown = _flush_with_the_record

_sign_in = Client.force_login


def _sign_in_with_everything(client, user, backend=None):
    """Whoever a test signs in by force has proven their second factor too."""
    _sign_in(client, user, backend)
    prove_second_factor(client)


Client.force_login = _sign_in_with_everything

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
