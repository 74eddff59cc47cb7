import pytest
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix
from django.utils import translation

from terreau.entries.addresses import address_of
from terreau.organizations.models import Organization
from terreau.projects.models import Project


@pytest.mark.parametrize("prefix", ["/", "/innovation/"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("model", [Organization, Project])
def test_the_address_is_what_the_room_says_in_every_language(model, language, prefix):
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        with translation.override(language):
            wanted = reverse(f"{model.KIND}:detail", args=["eau-0-slug-0"])
            assert wanted.startswith(prefix)
            assert model(kind=model.KIND, slug="eau-0-slug-0").get_absolute_url() == wanted
    finally:
        set_script_prefix(before)


def test_a_kind_without_a_page_has_no_address():
    with pytest.raises(NoReverseMatch):
        address_of("unicorn", "eau")
