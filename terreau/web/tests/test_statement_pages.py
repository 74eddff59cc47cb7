import pytest
from django.urls import reverse
from django.utils import translation

PAGES = ["web:about", "web:data", "web:accessibility", "web:legal"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_asks_the_database_nothing_in_either_language(
    client, name, language, django_assert_num_queries
):
    with translation.override(language):
        address = reverse(name)
    with django_assert_num_queries(0):
        response = client.get(address)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()
    assert not response.cookies
