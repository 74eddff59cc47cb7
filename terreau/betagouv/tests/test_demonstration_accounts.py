"""The accounts that a demonstration opens, which a start prints."""

import pytest

from terreau.accounts.queries import user_with
from terreau.entries.demonstration import loaders

pytestmark = pytest.mark.django_db


def test_a_start_is_given_the_addresses_to_sign_in_with():
    load = dict(loaders())["accounts"]
    said = load(None)
    for name in ("administrator", "editor", "citizen"):
        assert f"{name}@example.org" in said
        assert user_with(f"{name}@example.org") is not None
    assert load(None) == said


def test_the_portfolio_is_loaded_before_the_accounts_that_act_for_it():
    names = [name for name, _load in loaders()]
    assert names.index("demonstration") < names.index("accounts")
