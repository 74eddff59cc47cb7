"""What is printed: the page itself, and the address at which it is found."""

import pytest

pytestmark = pytest.mark.browser
PATHS = ["/", "/directory/?q=parcelle", "/projects/gue/", "/portfolio/", "/record/"]
SHOWN = "element => element.checkVisibility({checkVisibilityCSS: true})"


@pytest.mark.parametrize("path", PATHS)
def test_navigation_and_forms_are_not_printed(watches, site, path):
    watch = watches()
    assert watch.visit(path) == 200
    page = watch.page
    page.emulate_media(media="print")
    try:
        for left_out in (".skip", ".site-header nav", ".menu-button", "footer nav", "main form"):
            for element in page.locator(left_out).all():
                assert not element.evaluate(SHOWN), left_out
        assert page.locator("h1").first.evaluate(SHOWN)
        assert site.address + path.split("?")[0] in page.locator("footer").inner_text()
    finally:
        page.emulate_media(media="screen")
