"""Everything works in a browser that runs no script, the writes of two people included."""

import re

import pytest

from tests.browser.acting import path_of, send
from tests.browser.contents import PEOPLE
from tests.browser.watch import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(opened):
    """Function (who) → a page without scripts, of nobody or of one of the site's people."""
    contexts = []

    def page(who=""):
        contexts.append(opened(who, java_script_enabled=False))
        return contexts[-1].new_page()

    yield page
    for context in contexts:
        context.close()


def badges(page):
    return page.locator(".page-badges").inner_text().strip().lower()


def test_search_narrow_down_and_open(reader):
    page = reader()
    page.goto("/")
    page.locator("#front-search").fill("parcelles")
    page.keyboard.press("Enter")
    page.wait_for_url("**/directory/?q=parcelles*")
    page.locator("#narrow a[href*='kind=project']").first.click()
    before = page.locator(".card h3 a").count()
    page.locator("#narrow a[href*='state=construction']").first.click()
    assert "state=construction" in page.url
    assert 0 < page.locator(".card h3 a").count() <= before
    card = page.locator(".card h3 a").first
    title = card.inner_text()
    card.click()
    assert page.locator("h1").inner_text() == title
    assert badges(page) == "construction"


def test_menu_of_a_phone_opens(reader):
    page = reader()
    page.set_viewport_size(PHONE)
    page.goto("/en/")
    assert not page.locator(".navigation").is_visible()
    page.locator(".menu-button").click()
    page.locator(".navigation a", has_text="Portfolio").click()
    assert path_of(page) == "/en/portfolio/"


def test_portfolio_is_asked_about_another_day(reader):
    page = reader()
    page.goto("/en/portfolio/")
    page.locator("main [name=as_of]").fill("2023-03-01")
    page.locator("main [name=definition]").select_option("accompanied")
    page.locator("form:has([name=as_of]) button").first.click()
    assert "as_of=2023-03-01" in page.url and "definition=accompanied" in page.url
    text = page.locator("main").inner_text()
    assert "1 March 2023" in text
    assert page.locator("main svg").count()


def test_project_as_known_on_another_day(reader):
    page = reader()
    page.goto("/projects/gue/")
    page.locator("main [name=known_at]").fill("2025-01-01")
    page.locator("form:has([name=known_at]) button").first.click()
    assert "known_at=2025-01-01" in page.url
    assert "consolidation" not in badges(page)


def test_sign_in_and_out_by_code(reader, site):
    page = reader()
    page.goto("/en/accounts/sign-in/?next=/en/projects/gue/")
    send(page, login=PEOPLE["colleague"])
    send(page, code="0000-0000")
    assert page.locator("main [role=alert], main .errorlist, main .field-error").count()
    send(page, code=site.newest_code(PEOPLE["colleague"]))
    assert path_of(page) == "/en/projects/gue/"
    page.goto("/en/accounts/sign-out/")
    send(page)
    page.goto("/en/accounts/")
    assert path_of(page).startswith("/en/accounts/sign-in/")


def test_a_phase_is_entered(reader, site):
    project = site.known["mine"][0]
    page = reader("editor")
    page.goto(f"/projects/{project}/")
    page.locator("a[href$='/enter-phase/']").click()
    send(page, phase="acceleration")
    assert path_of(page) == f"/projects/{project}/"
    assert badges(page) == "accélération"
    assert page.locator(".notice[role=status]").count() == 1
    page.goto(f"/projects/{project}/history/")
    assert re.search("accélération", page.locator("main").inner_text(), re.IGNORECASE)


def test_what_is_mistyped_is_said_beside_its_field(reader, site):
    page = reader("editor")
    page.goto(f"/projects/{site.known['mine'][0]}/pause/")
    form = page.locator("main form").first
    form.evaluate("form => form.noValidate = true")
    send(page, on="1850-01-01", reason="Trop tôt.")
    assert path_of(page).endswith("/pause/")
    assert page.locator("main [role=alert], main .error-summary").first.is_visible()


def test_of_two_who_act_at_once_one_is_told(reader, site):
    path = f"/projects/{site.known['mine'][1]}/edit/"
    one, other = reader("editor"), reader("colleague")
    for page in (one, other):
        page.goto(path)
    send(one, title="Parcelle de l’une")
    assert path_of(one) == path.removesuffix("edit/")
    with other.expect_response(lambda response: response.request.method == "POST") as answered:
        send(other, title="Parcelle de l’autre")
    assert answered.value.status == 409
    text = other.locator("main").inner_text()
    assert "Parcelle de l’autre" in text
    other.locator(f"main a[href='{path}']").click()
    assert other.locator("[name=title]").input_value() == "Parcelle de l’une"


def test_an_unusual_step_takes_two_people(reader, site):
    project = site.known["mine"][2]
    one, other = reader("editor"), reader("colleague")
    one.goto(f"/projects/{project}/enter-phase/")
    send(one, phase="consolidation")
    assert path_of(one).endswith("/enter-phase/"), "it needs a reason"
    send(one, phase="consolidation", reason="Le service tient déjà seul.")
    assert path_of(one) == f"/projects/{project}/"
    assert badges(one) == "construction"
    assert one.locator("#confirm-step").count() == 0, "not by the same person"
    other.goto(f"/projects/{project}/")
    assert not other.locator("#confirm-step").is_visible()
    other.locator("[popovertarget=confirm-step]").first.click()
    other.locator("#confirm-step button[type=submit]").click()
    assert path_of(other) == f"/projects/{project}/"
    assert badges(other) == "consolidation"
