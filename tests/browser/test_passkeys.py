"""Passkeys, with the browser's own virtual authenticator, under the site's security policy."""

import re

import pytest

from tests.browser.conftest import AXE
from tests.browser.contents import PEOPLE
from tests.browser.watch import RUN, TAGS

pytestmark = pytest.mark.browser
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def device(chromium, site):
    """A page of a browser with an authenticator; the site is at a name, as passkeys need."""
    context = chromium.new_context(base_url=site.address.replace("127.0.0.1", "localhost"))
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.troubles = []
    page.on("console", lambda message: page.troubles.append(message.text))
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.cdp = context.new_cdp_session(page)
    page.cdp.send("WebAuthn.enable")
    page.key = page.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    context.close()


def recognise(page, verified):
    page.cdp.send("WebAuthn.setUserVerified", page.key | {"isUserVerified": verified})


def is_sound(page):
    """Whether axe finds nothing on the page as it stands, with its form for passkeys."""
    only = {"type": "tag", "values": TAGS}
    found = page.evaluate(RUN, {"runOnly": only, "resultTypes": ["violations"], "preload": False})
    assert page.locator("form[data-passkey] button").is_visible()
    return found == []


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def send(page, site, email, path):
    """Ask for a code by mail on a page and enter it on the next."""
    page.goto(path)
    page.locator("main input[type=email]").fill(email)
    press(page, "Send me a code")
    page.wait_for_url("**/code/**")
    page.locator("main input[name=code]").fill(site.newest_code(email))
    press(page, "Continue")


def sign_out(page):
    page.goto("/en/accounts/sign-out/")
    press(page, "Sign out")
    page.wait_for_url(re.compile(r"/en/$"))


def signed_in_as(page):
    page.goto("/en/accounts/")
    return page.locator(".page-header .lead").inner_text()


def test_passkey_is_made_named_used_and_removed(device, site):
    page, email = device, "passante@example.org"
    send(page, site, email, "/en/accounts/sign-up/")
    page.wait_for_url(re.compile(r"/en/$"))
    page.goto("/en/accounts/keys/passkey/")
    assert is_sound(page)
    page.get_by_label("Name").fill("Laptop")
    press(page, "Make a passkey")
    page.wait_for_url("**/accounts/keys/codes/")
    code = page.locator(".codes li").first.inner_text()
    kept = page.cdp.send("WebAuthn.getCredentials", page.key)["credentials"]
    assert [each["isResidentCredential"] for each in kept] == [True]
    assert kept[0]["rpId"] == "localhost"

    sign_out(page)
    page.goto("/en/accounts/sign-in/?next=/en/about/")
    assert is_sound(page)
    press(page, "Use a passkey")
    page.wait_for_url(re.compile(r"^[^?]*/en/about/$"))
    assert email in signed_in_as(page)

    sign_out(page)
    send(page, site, email, "/en/accounts/sign-in/")  # a code alone does not suffice
    page.wait_for_url("**/sign-in/second-factor/")
    assert is_sound(page)
    press(page, "Use a passkey")
    page.wait_for_url(re.compile(r"/en/$"))

    sign_out(page)
    send(page, site, email, "/en/accounts/sign-in/")
    page.wait_for_url("**/sign-in/second-factor/")
    page.locator("main input[name=code]").fill(code)
    press(page, "Continue")
    page.wait_for_url(re.compile(r"/en/$"))

    page.goto("/en/accounts/keys/")
    page.get_by_role("link", name="Rename (Laptop)").click()
    page.wait_for_url("**/confirm/passkey/**")
    assert is_sound(page)
    press(page, "Use a passkey")
    page.get_by_label("Name").fill("Old laptop")
    press(page, "Save")
    page.get_by_role("link", name="Remove (Old laptop)").click()
    press(page, "Remove")
    page.wait_for_url(re.compile(r"/accounts/keys/$"))
    assert page.get_by_text("You have none yet.").count() == 1
    sign_out(page)
    page.goto("/en/accounts/sign-in/")
    press(page, "Use a passkey")
    page.locator(".notice-error").locator("visible=true").wait_for()
    assert page.url.endswith("/en/accounts/sign-in/")
    assert page.troubles == []


def test_account_is_opened_with_a_passkey(device, site):
    page, email = device, "nouvelle.cle@example.org"
    page.goto("/en/accounts/sign-up/")
    page.get_by_role("link", name="Create an account with a passkey").click()
    send(page, site, email, page.url)
    page.wait_for_url("**/sign-up/passkey/new/")
    assert is_sound(page)
    press(page, "Make a passkey")
    page.wait_for_url("**/keys/codes/new/")
    press(page, "Make recovery codes")
    page.wait_for_url(re.compile(r"/keys/codes/$"))
    assert page.locator(".codes li").count() == 10
    assert email in signed_in_as(page)
    assert page.troubles == []


def test_what_went_wrong_is_said_and_another_way_is_open(device):
    page = device
    recognise(page, verified=False)
    page.goto("/en/accounts/sign-in/")
    press(page, "Use a passkey")
    page.get_by_role("alert").wait_for()
    assert "No passkey was used" in page.get_by_role("alert").inner_text()
    assert page.get_by_role("button", name="Send me a code").is_visible()
    assert page.troubles == []


def test_administrator_gains_the_rights_by_a_passkey(device, site):
    page, email = device, PEOPLE["administrator"]
    send(page, site, email, "/en/accounts/sign-in/")
    page.wait_for_url(re.compile(r"/accounts/keys/$"))
    page.goto("/en/operations/jobs/")
    page.wait_for_url(re.compile(r"/accounts/keys/$"))
    page.goto("/en/accounts/keys/passkey/")
    press(page, "Make a passkey")
    page.wait_for_url("**/accounts/keys/codes/")
    assert page.goto("/en/operations/jobs/").status == 200
    assert "/operations/jobs/" in page.url


@pytest.mark.parametrize("path", ["/en/accounts/sign-in/", "/en/accounts/sign-up/passkey/"])
def test_site_at_a_number_says_where_passkeys_work(watches, path):
    watch = watches()
    assert watch.visit("/en/accounts/sign-in/") == 200
    assert "http://localhost:8000" in watch.page.content()


def test_without_scripts_the_page_says_so(opened, site):
    context = opened(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address.replace("127.0.0.1", "localhost") + "/en/accounts/sign-in/")
    assert page.get_by_text("Passkeys need JavaScript, which is off").is_visible()
    assert not page.get_by_role("button", name="Use a passkey").is_visible()
    context.close()


def test_the_way_through_the_provider_and_back(chromium, site):
    """The policy of the pages lets people out to a provider, and its redirects back in."""
    context = chromium.new_context(base_url=site.address)
    page = context.new_page()
    page.set_default_timeout(15_000)
    troubles = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto("/en/accounts/sign-in/?next=/en/about/")
    if not page.get_by_role("button", name="Continue with ProConnect").count():
        pytest.skip("no provider runs here")
    press(page, "Continue with ProConnect")
    page.get_by_role("link", name="dominique").click()
    page.wait_for_url("**/accounts/identities/join/")
    press(page, "Send me a code")
    page.locator("main input[name=code]").fill(site.newest_code("dominique.exemple@example.org"))
    press(page, "Continue")
    page.wait_for_url(re.compile(r"^[^?]*/en/about/$"))
    page.goto("/en/accounts/identities/")
    assert page.get_by_text("Dominique Exemple", exact=True).is_visible()
    page.goto("/en/accounts/sign-out/")
    press(page, "Sign out")
    page.wait_for_url("**/session/end**")
    press(page, "Sign out")
    page.wait_for_url(re.compile(re.escape(site.address) + "/en/$"))
    assert [said for said in troubles if "Failed to load resource" not in said] == []  # its icon
    context.close()
