import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """What is said outside of a page is read in English by these tests."""
    with translation.override("en"):
        yield
