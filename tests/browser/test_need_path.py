"""The whole path of a need, without scripts: it is written, suggestions say why they fit, an offer
is accepted, how it ended is told, and whoever follows it reads so in a mail and in the feed."""

import os
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.browser.acting import path_of, send

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
# Tells what was said until now; the job of the house leaves out the last two minutes.
DIGEST = """
import django
django.setup()
from terreau.feed.digests import send_all
from terreau.ledger.models import Statement
newest = Statement.objects.order_by("pk").last().pk
print(send_all("immediate", f"path {newest}", upto=newest).sent)
"""
PREFIX = {"fr": "", "en": "/en"}  # of addresses
WORDS = {
    "fr": ("parle avec les mêmes mots", "est dans votre commune", "satisfait"),
    "en": ("speaks of the same words", "is in your commune", "met"),
}
TEXTS = {
    "fr": (
        "Remettre en eau le bief du moulin", "Relire les vannages avec un fontainier",
        "Le bief s’envase et le vannage du moulin ne ferme plus : l’eau manque au lavoir.",
        "Un fontainier relève avec vous le vannage, le bief et le niveau de l’eau au lavoir.",
    ),
    "en": (
        "Ring the belfry clock again", "An hour with a clockmaker",
        "The belfry clock stopped: its pendulum is worn and nobody can wind the movement.",
        "A clockmaker looks at the pendulum and the movement of the belfry clock with you.",
    ),
}  # fmt: skip


@pytest.fixture
def person(opened):
    """Function () → a page of somebody who is not signed in."""
    contexts = []

    def page():
        contexts.append(opened(java_script_enabled=False))
        return contexts[-1].new_page()

    yield page
    for context in contexts:
        context.close()


def sign_up(page, site, language, name):
    at = PREFIX[language]
    email = f"{name}.{language}@chemin.example.org"
    page.goto(f"{at}/accounts/sign-up/")
    send(page, email=email)
    page.locator("[name=code]").wait_for()
    send(page, code=site.newest_code(email))
    page.goto(f"{at}/accounts/")
    assert path_of(page) == f"{at}/accounts/"
    return email


def be_known(page, language, title):
    at = PREFIX[language]
    page.goto(f"{at}/people/new/")
    send(page, title=title, state="citizen", territory="FR-COM-35238")
    assert path_of(page).startswith(f"{at}/people/"), text_of(page)


def run(site, *arguments):
    environ = os.environ | {"TERREAU_HOME": str(site.home), "SITE_URL": site.address}
    environ |= {"DJANGO_SETTINGS_MODULE": "terreau.settings"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environ, capture_output=True, text=True,
        timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def mails_to(site, email):
    """The texts of all messages to an address, with their subjects."""
    told = []
    for path in (site.home / "mails").iterdir():
        mail = message_from_bytes(path.read_bytes(), policy=default)
        if email in (mail["To"] or ""):
            body = mail.get_body(("plain",)).get_content()
            told.append(f"{mail['Subject']}\n{body}")
    return told


def plain(text):
    """On one line, and its colons as English sets them."""
    return " ".join(text.split()).replace(" :", ":")


def text_of(page):
    return " ".join(page.locator("main").inner_text().split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_a_need_to_a_digest(person, site, language):
    title, offered, problem, summary = TEXTS[language]
    at = PREFIX[language]
    same_words, same_place, met = WORDS[language]
    seeker, helper, follower, reader = person(), person(), person(), person()

    sign_up(helper, site, language, "aidante")
    be_known(helper, language, f"Fontaine Inventée-{language}")
    helper.goto(f"{at}/offers/new/")
    send(
        helper, title=offered, form="expertise", summary=summary, territory="FR-COM-35238",
        capacity="1",
    )  # fmt: skip
    offer = path_of(helper)
    assert offer.startswith(f"{at}/offers/"), text_of(helper)

    sign_up(seeker, site, language, "demandeuse")
    be_known(seeker, language, f"Ondine Inventée-{language}")
    seeker.goto(f"{at}/needs/new/")
    send(seeker, title=title, problem=problem, territory="FR-COM-35238", form="expertise")
    need = path_of(seeker)
    assert need.startswith(f"{at}/needs/"), text_of(seeker)
    card = seeker.locator(f".card:has(a[href='{offer}'])")
    for reason in (same_words, same_place):
        assert reason in card.inner_text().lower(), text_of(seeker)
    assert reader.goto(need).status == 404, "a draft is seen by nobody else"
    seeker.goto(f"{need}publish/")
    send(seeker)
    assert path_of(seeker) == need

    follows = sign_up(follower, site, language, "suiveuse")
    follower.goto(f"{at}/notifications/mails/")
    send(follower, rhythm="immediate")
    follower.goto(need)
    follower.locator("main button[name=level][value=everything]").first.click()
    run(site, "manage.py", "worker", "--drain")
    run(site, "-c", DIGEST)
    before = mails_to(site, follows)

    helper.goto(f"{need}help/")
    send(helper, offer=offered, message="Je peux venir jeudi.")
    assert path_of(helper) == need, text_of(helper)
    seeker.goto(need)
    assert "Je peux venir jeudi." in text_of(seeker)
    reader.goto(need)
    assert "Je peux venir jeudi." not in reader.content()
    seeker.locator("main form[action$='/accept/'] button").first.click()
    seeker.goto(f"{need}start/")
    send(seeker)
    seeker.goto(f"{need}close/")
    send(seeker, outcome="met", hours="5", transferred="Un croquis coté du mécanisme.")
    assert path_of(seeker) == need, text_of(seeker)

    reader.goto(need)
    assert "Un croquis coté du mécanisme." in text_of(reader)
    assert f"Fontaine Inventée-{language}" in text_of(reader)
    reader.goto(f"{at}/feed/")
    assert f"{title}: {met}." in plain(reader.locator("main").inner_text())
    run(site, "manage.py", "worker", "--drain")
    run(site, "-c", DIGEST)
    (mail,) = [plain(each) for each in mails_to(site, follows) if each not in before]
    assert f"{title}: {met}." in mail
    assert f"{site.address}{need}" in mail
    follower.goto(f"{at}/feed/mine/")
    assert f"{title}: {met}." in plain(follower.locator("main").inner_text())
