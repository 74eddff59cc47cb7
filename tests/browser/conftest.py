"""A real server with a small site, and Chromium before it, for as long as these tests run."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import sync_playwright

from tests.browser.watch import Watch
from tests.oidc.running import environ_beside

ROOT = Path(__file__).parents[2]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip
SET_BY_US = ("DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "BRAND_NAME", "DEFAULT_LANGUAGE", "TLS")
PATIENCE = 15_000  # milliseconds; generous, since other tests share the machine
DESKTOP = {"width": 1280, "height": 900}


@dataclass
class Site:
    """A running server: its address, what it shows, and the folder where its mails arrive."""

    address: str
    known: dict
    home: Path

    def path(self, pattern):
        """A path with the names of what is known filled in: /projects/{project}/."""
        return pattern.format_map(self.known)

    def newest_code(self, email):
        """The code in the newest mail to an address."""
        mails = sorted((self.home / "mails").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        to_them = [text for path in mails if f"To: {email}" in (text := path.read_text())]
        return re.findall(r"^\d{4}-\d{4}$", to_them[-1], re.MULTILINE)[-1]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@contextmanager
def serving(home, environ, port):
    """The production server as a child process that ends with the tests."""
    log = (home / "server.log").open("w+")
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port),
         "--blocking-threads", "2", "terreau.wsgi:application"],
        cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        for _ in range(300):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (home / "server.log").read_text()
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory, chromium):
    home = tmp_path_factory.mktemp("site")
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name not in SET_BY_US}
    environ = kept | {
        "TERREAU_HOME": str(home),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "terreau.settings",
        "API_RATE": "",
    }
    filled = subprocess.run(
        [sys.executable, "-m", "tests.browser.contents"],
        cwd=ROOT, env=environ, capture_output=True, text=True,
    )  # fmt: skip
    assert filled.returncode == 0, filled.stderr
    with environ_beside(environ["SITE_URL"]) as oidc, serving(home, environ | oidc, port):
        yield Site(environ["SITE_URL"], json.loads(filled.stdout), home)


@pytest.fixture(scope="package")
def chromium():
    """Not for longer than this package: its event loop would forbid other tests the database."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def opened(chromium, site):
    """Function (who, **options) → a browser context of nobody or of one of the site's people."""
    contexts = []

    def opened(who="", **options):
        context = chromium.new_context(
            base_url=site.address, viewport=DESKTOP, reduced_motion="reduce", **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if who:
            session = site.known["sessions"][who]
            context.add_cookies([{"name": "sessionid", "value": session, "url": site.address}])
        return context

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def watches(opened, site):
    """Function (who) → the Watch of a context kept for all tests."""
    kept = {}

    def watch(who=""):
        if who not in kept:
            context = opened(who)
            context.add_init_script(path=AXE)
            kept[who] = Watch(context.new_page(), site.address)
        return kept[who]

    return watch
