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
