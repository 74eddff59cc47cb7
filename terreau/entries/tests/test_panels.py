import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory

from terreau.entries import panels
from terreau.entries.panels import Panel, register_panel

TEMPLATE = "{% load panels %}<{% panels 'tested' subject %}>"


@pytest.fixture
def drawn(monkeypatch):
    monkeypatch.setattr(panels, "_panels", type(panels._panels)(list))

    def draw(subject):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        return engines["django"].from_string(TEMPLATE).render({"subject": subject}, request)

    return draw


def panel(order, shown):
    return Panel("tested", "components/tag.html", lambda user, subject: shown(subject), order)


def test_panels_are_drawn_in_their_order_without_those_that_show_nothing(drawn):
    register_panel(panel(60, lambda subject: {"label": f"après {subject}"}))
    register_panel(panel(10, lambda subject: {"label": f"avant {subject}"}))
    register_panel(panel(20, lambda subject: None))

    page = drawn("midi")

    assert page.index("avant midi") < page.index("après midi")
    assert page.count("tag") == 2


def test_a_slot_that_nobody_fills_is_empty(drawn):
    assert drawn("midi") == "<>"
