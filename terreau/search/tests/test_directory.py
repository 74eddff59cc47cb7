import pytest

from terreau.search.tests.factories import make_found_project

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/directory/", "/en/directory/", "/projects/", "/organizations/"]
)
def test_the_directory_is_a_page(client, address):
    make_found_project(title="Mon toit", summary="Une aide à l'accès au logement.")

    page = client.get(address)

    assert page.status_code == 200
    assert (b"Mon toit" in page.content) == ("organizations" not in address)
