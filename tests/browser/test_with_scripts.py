"""What scripts better: the directory narrows down without loading the page anew."""

import pytest

pytestmark = pytest.mark.browser


def test_directory_changes_in_place_and_goes_back(watches):
    watch = watches()
    assert watch.visit("/en/directory/?q=parcelle&kind=project") == 200
    page = watch.page
    count, all_of_them = page.locator("#count"), page.locator("#count").inner_text()
    page.evaluate("window.sameDocument = true")
    page.locator("#narrow a[href*='state=paused']").first.click()
    page.wait_for_url("**state=paused**")
    page.wait_for_function(
        "text => document.querySelector('#count').innerText !== text", arg=all_of_them
    )
    assert page.evaluate("window.sameDocument") is True
    assert page.locator("#directory .card h3").count() == 1
    assert count.get_attribute("role") == "status"
    page.go_back()
    page.wait_for_function(
        "text => document.querySelector('#count').innerText === text", arg=all_of_them
    )
    assert "state=paused" not in page.url
    assert page.locator("#directory .card h3").count() > 1
    assert watch.troubles() == []


def test_what_leads_elsewhere_is_a_page_of_its_own(watches):
    watch = watches()
    assert watch.visit("/en/directory/?q=parcelle&kind=project") == 200
    page = watch.page
    page.evaluate("window.sameDocument = true")
    page.locator("#directory .card h3 a").first.click()
    page.wait_for_url("**/projects/**")
    assert page.evaluate("window.sameDocument") is None
    assert page.locator("h1").count() == 1
    assert watch.troubles() == []


def test_the_map_of_actors_zooms_and_moves_and_leads_to_the_same_lists(watches):
    watch = watches()
    assert watch.visit("/en/map/") == 200
    page, button = watch.page, watch.page.locator("#map-moves")
    picture, shapes = page.locator(".map-picture"), page.locator("#map-frame path.map-shape")
    assert picture.is_visible() and not shapes.count()
    button.click()
    shapes.first.wait_for()
    assert shapes.count() == page.locator(".map-picture a").count() == 109
    assert not picture.is_visible()
    ours = page.locator("#map-frame path[aria-label^='Ille-et-Vilaine: ']")
    assert ours.get_attribute("role") == "link"
    page.locator(".leaflet-control-zoom-in").click()
    assert watch.violations() == []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert watch.too_wide() == []
    button.click()
    assert picture.is_visible() and not page.locator("#map-frame").is_visible()
    button.click()
    ours.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/organizations/?territory=FR-DEP-35")
    assert watch.troubles() == []
