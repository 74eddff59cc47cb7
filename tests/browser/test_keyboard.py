"""Everything can be reached and seen with the keyboard alone, in an order that makes sense."""

import pytest

from tests.browser.watch import PHONE

pytestmark = pytest.mark.browser
FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const box = element.getBoundingClientRect(), shape = element.querySelector("path") ?? element;
  return {
    tag: element.localName, id: element.id, href: element.getAttribute("href") ?? "",
    ringed: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || parseFloat(getComputedStyle(shape).strokeWidth) >= 2,
    shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth,
  };
}"""


@pytest.fixture
def page(opened):
    context = opened()
    yield context.new_page()
    context.close()


def focused(page):
    return page.evaluate(FOCUSED)


def walk(page, most=400):
    """What the Tab key reaches from the top of a page, until it leaves it or comes round."""
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here = focused(page)
        if here["tag"] == "body" or (found and here == found[0]):
            return found
        if found and here["id"] and here["id"] == found[-1]["id"]:  # a part of a date's field
            found[-1]["ringed"] |= here["ringed"]
        else:
            found.append(here)
    raise AssertionError(f"more than {most} stops")


def test_skip_link_comes_first_and_leads_to_the_content(page):
    page.goto("/projects/")
    page.keyboard.press("Tab")
    first = focused(page)
    assert (first["tag"], first["href"]) == ("a", "#content")
    assert first["shown"] and first["ringed"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_tab_goes_through_navigation_search_and_map_in_the_order_of_the_page(page):
    page.goto("/")
    links = page.locator(".site-tools a").all() + page.locator(".navigation a").all()
    navigation = [link.get_attribute("href") for link in links]
    stops = walk(page)
    hrefs = [stop["href"] for stop in stops]
    assert hrefs[:2] == ["#content", "/"]
    assert hrefs[2 : 2 + len(navigation)] == navigation
    search = [stop["id"] for stop in stops].index("front-search")
    departments = [href for href in hrefs if href.startswith("/territories/FR-DEP-")]
    assert len(set(departments)) >= 96
    assert 2 + len(navigation) <= search < hrefs.index(departments[0])
    assert [stop for stop in stops if not stop["shown"]] == []
    assert [stop for stop in stops if not stop["ringed"]] == []


def test_a_map_can_be_skipped(page):
    page.goto("/")
    skip = page.locator(".map-skip a").first
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    here = focused(page)
    assert not here["href"].startswith("/territories/FR-DEP-")
    assert page.evaluate("document.querySelector('.map-data').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["/directory/?q=parcelle", "/projects/gue/", "/portfolio/"])
def test_what_has_the_focus_is_seen_on_every_stop(page, path):
    page.goto(path)
    stops = walk(page)
    assert [stop for stop in stops if not (stop["shown"] and stop["ringed"])] == []


def test_menu_of_a_phone_opens_and_closes_by_keyboard(page):
    page.set_viewport_size(PHONE)
    page.goto("/")
    button, link = page.locator(".menu-button"), page.locator(".menu a").first
    assert not link.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    page.keyboard.press("Tab")
    assert focused(page)["href"] == link.get_attribute("href")
    page.keyboard.press("Escape")
    assert not link.is_visible()
    assert page.evaluate("document.activeElement.className") == "menu-button"


def test_a_form_is_filled_and_sent_by_keyboard(page):
    page.goto("/directory/")
    page.locator("#q").focus()
    page.keyboard.type("gue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/directory/?q=gue*")
    assert page.locator("main").get_by_role("link", name="Gue").count()
