import pytest
from django.urls import clear_url_caches

from terreau.web.context import places_in
from terreau.web.tests import rooms


@pytest.fixture
def sample_rooms(settings):
    """A small site in place of the real rooms; the runs of its views."""
    settings.ROOT_URLCONF = "terreau.web.tests.rooms"
    rooms.served.clear()
    yield rooms.served
    clear_url_caches()
    places_in.cache_clear()
