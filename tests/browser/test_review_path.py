"""The whole path of a team that is kept on evidence, without scripts: two people of an incubator
claim it, enter a project and what it achieves, review it, and anybody reads what was decided."""

import os
import re
import subprocess
import sys
import time
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.browser.acting import path_of, send

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
FIRST, SECOND = "premiere@labo.example.org", "seconde@labo.example.org"


@pytest.fixture
def person(opened):
    """Function () → a page of somebody who is not signed in."""
    contexts = []

    def page():
        contexts.append(opened(java_script_enabled=False, accept_downloads=True))
        return contexts[-1].new_page()

    yield page
    for context in contexts:
        context.close()


def work(site):
    """Let a worker do what waits, messages among it."""
    environ = os.environ | {"TERREAU_HOME": str(site.home), "SITE_URL": site.address}
    environ |= {"DJANGO_SETTINGS_MODULE": "terreau.settings"}
    subprocess.run(
        [sys.executable, "manage.py", "worker", "--drain"], cwd=ROOT, env=environ, check=True,
        capture_output=True, timeout=600,
    )  # fmt: skip


def sign_up(page, site, email):
    page.goto("/en/accounts/sign-up/")
    send(page, email=email)
    page.locator("[name=code]").wait_for()
    send(page, code=site.newest_code(email))
    page.goto("/en/accounts/")
    assert path_of(page) == "/en/accounts/"


def link_in_mail(site, email, words, tries=5):
    """The link with these words in a message to an address; a worker may have to try again."""
    for path in (site.home / "mails").iterdir():
        mail = message_from_bytes(path.read_bytes(), policy=default)
        if email in (mail["To"] or ""):
            for link in re.findall(r"https?://\S+", mail.get_content()):
                if words in link:
                    return link
    assert tries, f"no message to {email} leads to {words}"
    time.sleep(1)
    work(site)
    return link_in_mail(site, email, words, tries - 1)


def text_of(page):
    return page.locator("main").inner_text()


def follow(page, ending):
    page.locator(f"main a[href$='{ending}']").first.click()


def test_from_a_claim_to_a_reply(person, site):
    one, other, reader = person(), person(), person()
    lab = f"/en/organizations/{site.known['known_by_domain']}/"

    sign_up(one, site, FIRST)
    one.goto(lab)
    follow(one, "/claim/")
    send(one)
    assert path_of(one) == f"{lab}members/"
    with one.expect_navigation():  # the worker is not to look before it is sent
        send(one, email=SECOND, role="editor")
    work(site)

    sign_up(other, site, SECOND)
    other.goto(link_in_mail(site, SECOND, "/invitations/"))
    send(other)
    assert path_of(other) == f"{lab}members/", text_of(other)

    began = date.today() - timedelta(days=240)
    one.goto("/en/projects/new/")
    send(
        one, title="Lavoir partagé", summary="Laver ensemble.", problem="Chacun lave seul.",
        phase="construction", on=began.isoformat(),
    )  # fmt: skip
    project = path_of(one)
    assert project == "/en/projects/lavoir-partage/"

    one.goto(f"{project}evidence/indicators/new/")
    send(
        one, name="Foyers qui lavent", dimension="used", definition="Foyers venus dans le mois.",
        unit="foyers", period="month", direction="up",
    )  # fmt: skip
    one.goto(f"{project}evidence/")
    one.locator("main a[href*='/evidence/indicators/']:not([href$='/new/'])").first.click()
    follow(one, "/record/")
    send(one, value="1 250")
    one.goto(f"{project}evidence/")
    assert "1,250" in text_of(one)

    one.goto(project)
    one.locator("main a[href*='/reviews/new/']").first.click()
    send(one, planned_on=(date.today() + timedelta(days=3)).isoformat(), quorum="2")
    review = path_of(one)
    assert review.startswith("/en/reviews/")
    follow(one, "/open-dossier/")
    send(one)
    for email, role in ((FIRST, "chair"), (SECOND, "member")):
        one.goto(f"{review}seat/")
        send(one, email=email, role=role)
    for page in (one, other):
        page.goto(f"{review}declare/")
        send(page, interests="")
    follow_up = person()
    sign_up(follow_up, site, "riveraine@example.org")
    follow_up.goto(f"{review}remark/")
    send(follow_up, text="Les machines du nord sont trop loin.")
    one.goto(f"{review}freeze/")
    send(one)
    assert re.search(r"\b[0-9a-f]{12,64}\b", text_of(one)), "the digest of the dossier is shown"

    one.goto(f"{review}hold/")
    seats = [each.get_attribute("value") for each in one.locator("[name=present]").all()]
    send(one, held_on=date.today().isoformat(), present=seats)
    one.goto(f"{review}decide/")
    until = date.today() + timedelta(days=180)
    send(
        one, kind="continue", reasons="Les foyers reviennent.", funded_until=until.isoformat(),
        amount="90000", criteria="Deux mille foyers.",
    )  # fmt: skip
    assert path_of(one) == review, text_of(one)

    other.goto(f"{review}reply/")
    send(other, text="Nous ouvrirons au nord.")
    reader.goto(review)
    said = text_of(reader)
    for words in (
        "Les foyers reviennent.", "Deux mille foyers.", "Nous ouvrirons au nord.",
        "Les machines du nord sont trop loin.",
    ):  # fmt: skip
        assert words in said
    for address in (FIRST, SECOND, "riveraine"):
        assert address not in reader.content()
    reader.goto(project)
    assert "Les foyers reviennent." in text_of(reader)
    reader.goto("/en/record/")
    assert "decided" in text_of(reader)
    assert reader.goto(f"{review}decide/").url.split("?")[0].endswith("/sign-in/")
