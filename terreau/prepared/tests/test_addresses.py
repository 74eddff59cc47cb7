from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils.translation import override

from terreau.prepared.addresses import address, asking

VALUES = [
    ("directory:index", None),
    ("project:detail", "eau-claire_2"),
    ("territories:detail", "FR-DEP-2A"),
    ("territories:detail", "été ?&%"),
    ("record:detail", uuid4()),
    ("api:get_project", uuid4()),
]


@pytest.fixture
def below():
    set_script_prefix("/innovation/")
    yield
    set_script_prefix("/")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("name", "value"), VALUES)
def test_an_address_is_what_django_says(name, value, language):
    with override(language):
        said = reverse(name, args=[] if value is None else [value])
        assert address(name, value) == address(name, value) == said


def test_an_address_begins_where_the_site_does(below):
    assert address("project:detail", "gué") == reverse("project:index") + "gu%C3%A9/"


def test_a_page_that_is_not_there_has_no_address():
    with pytest.raises(NoReverseMatch):
        address("nowhere:index")


def test_an_address_asks_as_django_writes_it():
    asked = {"q": "eau & gaz d’été", "page": 2, "as_of": date(2026, 11, 1), "état": "a/b+c"}
    assert asking("/x/", asked) == asking("/x/", asked) == f"/x/?{urlencode(asked)}"
    assert asking("/x/", {}) == "/x/"
