import pytest
from django.core.exceptions import ValidationError

from terreau.territories.fields import TerritoryField
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    north = make_territory(code="FR-DEP-59", country="FR", name="Nord", official_code="59")
    south = make_territory(code="FR-DEP-34", country="FR", name="Hérault", official_code="34")
    return {
        "north": north,
        "south": south,
        "first": make_territory(
            north, code="FR-COM-59001", level="commune", name="Clairval", official_code="59001"
        ),
        "second": make_territory(
            south, code="FR-COM-34001", level="commune", name="Clairval", official_code="34001"
        ),
        "longer": make_territory(
            south, code="FR-COM-34002", level="commune", name="Nordhausen", official_code="34002"
        ),
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("herault", "south"),
        ("Nord", "north"),  # its whole name, though another begins so
        ("nordh", "longer"),
        ("34001", "second"),
        ("FR-COM-59001", "first"),
        ("fr-com-59001", "first"),
        ("Clairval (FR-COM-34001)", "second"),
    ],
)
def test_one_place_is_meant(places, text, wanted):
    assert TerritoryField().clean(text) == places[wanted]


def test_nothing_means_no_place():
    assert TerritoryField().clean("  ") is None
    with pytest.raises(ValidationError):
        TerritoryField(required=True).clean("")


def test_several_places_are_offered_with_their_codes(places):
    with pytest.raises(ValidationError) as refusal:
        TerritoryField().clean("Clairval")

    said = refusal.value.messages[0]
    assert "Clairval (FR-COM-59001)" in said and "Clairval (FR-COM-34001)" in said


@pytest.mark.parametrize("text", ["Nulle part", "FR-COM-00000", "(((", "x" * 500, "\0"])
def test_no_place_is_meant(places, text):
    with pytest.raises(ValidationError):
        TerritoryField().clean(text)


def test_what_was_chosen_is_shown_again_and_means_the_same(places):
    field = TerritoryField()

    shown = field.prepare_value(places["first"].pk)

    assert shown == "Clairval (FR-COM-59001)"
    assert field.clean(shown) == places["first"]
    assert not field.has_changed(places["first"].pk, shown)
