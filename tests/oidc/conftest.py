"""A site that signs people in with a certified provider, and a browser between the two."""

import os
import re
from dataclasses import dataclass, field
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.test import Client

from terreau.settings import environment
from tests.oidc.running import missing, providers


@pytest.fixture(scope="package")
def running():
    reason = missing()
    if reason:
        pytest.skip(reason)
    with providers("http://127.0.0.1:8000") as both:
        yield both


@pytest.fixture(autouse=True)
def _limits_start_at_zero():
    cache.clear()


@pytest.fixture
def use(settings, running):
    """Function (kind, **environment) that configures the site as an operator would."""

    def configured(kind, **more):
        with patch.dict(os.environ, running.environ(kind, **more)):
            settings.OIDC = environment.oidc()
        return settings.OIDC["issuer"]

    yield configured
    for address in running.addresses.values():
        requests.get(f"{address}/tamper", timeout=60)


@dataclass
class Browser:
    """One browser: its session with the site, its session with the provider."""

    site: Client = field(default_factory=Client)
    elsewhere: requests.Session = field(default_factory=requests.Session)

    def leave(self, prefix="", **given):
        """Press the button on a page of the site; returns the address at the provider."""
        answer = self.site.post(f"{prefix}/accounts/identities/begin/", given)
        assert answer.status_code == 200, answer.status_code
        return answer.context["url"]

    def be(self, name, url):
        """Say at the provider who one is; returns the address that leads back to the site."""
        page = self.elsewhere.get(url, allow_redirects=False, timeout=60)
        while page.is_redirect:
            target = requests.compat.urljoin(page.url, page.headers["Location"])
            if "/oidc/callback/" in target:  # the provider still knows this person
                return target
            page = self.elsewhere.get(target, allow_redirects=False, timeout=60)
        assert page.status_code == 200, page.text
        way = re.search(rf'href="(/interaction/[^"]+/{name})"', page.text).group(1)
        return self.be(name, requests.compat.urljoin(page.url, way))

    def back(self, url):
        """Follow the provider's redirect to the site."""
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}" == "http://127.0.0.1:8000"
        return self.site.get(f"{parts.path}?{parts.query}")

    def sign_in(self, name, **given):
        """All the way: leave, say who one is, come back; returns the site's answer."""
        return self.back(self.be(name, self.leave(**given)))

    @property
    def user(self):
        """The key of who is signed in to the site, or None."""
        return self.site.session.get("_auth_user_id")


@pytest.fixture
def browser():
    return Browser()


def asked(url):
    """What an address asks for, each parameter once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
