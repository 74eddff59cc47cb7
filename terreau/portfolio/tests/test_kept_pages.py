import re
from datetime import date

import pytest

from terreau.projects.tests.factories import make_project
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


def test_a_page_whose_pictures_are_drawn_may_be_kept(client):
    """The answer by territory shows a map instead of its picture: nothing is left to be drawn."""
    place = make_territory(level="department")
    make_project(phases=[("construction", date(2020, 1, 1))], territory=place)
    page = client.get("/portfolio/")
    assert "private" in page.headers["Cache-Control"]
    for address in re.findall(r'<img src="([^"]*/charts/[^"]+)"', page.content.decode()):
        assert client.get(address.replace("&amp;", "&")).status_code == 200
    page = client.get("/portfolio/")
    assert "private" not in page.headers["Cache-Control"]
