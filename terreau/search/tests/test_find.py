import pytest

from terreau.search.tests.factories import make_found_project, titles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    ["logement", "LOGEMENTS", "l’logement", "accès aux logements", "acces logement", "logem",
     "logemnt", "loge*", "aides d'accès"],
)  # fmt: skip
def test_french_is_found_however_it_is_typed(typed):
    make_found_project(title="Mon toit", summary="Une aide à l'accès au logement.")
    make_found_project(title="Autre chose", summary="Des vélos.")

    assert titles(typed) == ["Mon toit"]
