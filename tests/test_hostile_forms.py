"""Nothing that somebody writes into a form makes the site fail, whoever they are."""

from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client

from terreau.accounts.models import User
from terreau.accounts.tests.factories import prove_second_factor
from tests.browser.contents import PEOPLE, fill
from tests.browser.test_pages import MEMBERS

pytestmark = pytest.mark.django_db
WORDS = ["9" * 25, "-1", "\x00", "9999-12-31", "1e999"]
FIELDS = {"input", "select", "textarea", "button"}


class Forms(HTMLParser):
    """The forms of a page that are posted: [(address, {name of a field: its value})]."""

    def __init__(self, path):
        super().__init__()
        self.path, self.found, self.fields = path, [], None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.fields = {}
            if given.get("method", "").lower() == "post":
                self.found.append((given.get("action") or self.path, self.fields))
        elif tag in FIELDS and self.fields is not None and given.get("name"):
            self.fields.setdefault(given["name"], given.get("value") or "")


@pytest.fixture(scope="module")
def known(django_db_setup, django_db_blocker):
    """The site of the browser tests, until the end of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill()
        transaction.set_rollback(True)


def forms_of(client, path):
    page = client.get(path)
    read = Forms(path)
    read.feed(page.content.decode() if page.status_code == 200 else "")
    return read.found


@pytest.mark.parametrize("name", MEMBERS)
def test_nothing_posted_makes_the_site_fail(known, name):
    who, path = MEMBERS[name]
    client = Client()
    client.force_login(User.objects.get(email=PEOPLE[who]))
    prove_second_factor(client)
    for address, fields in forms_of(client, f"/en{path.format_map(known)}"):
        for field in fields.keys() - {"csrfmiddlewaretoken"}:
            for word in WORDS:
                with transaction.atomic():
                    answer = client.post(address, fields | {field: word})
                    transaction.set_rollback(True)
                assert answer.status_code < 500, (address, field, word)
