import os
import subprocess
import sys

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_rooms")]
ANSWERS = {
    "/page/": 200, "/en/about/": 200, "/missing/": 404, "/broken/": 500, "/accounts/": 302,
    "/accounts/sign-in/": 200,
}  # fmt: skip


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_is_guarded(path):
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == ANSWERS[path]
    check_headers(answer)


def test_errors_before_any_view_are_guarded_too(client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get("/page/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    check_headers(answer)
    check_headers(Client(enforce_csrf_checks=True).post("/accounts/sign-in/"))


def test_page_from_the_shelf_and_its_validation_are_guarded(client, settings):
    settings.PAGE_SHELF_BYTES = 2**20
    first = client.get("/page/")
    check_headers(client.get("/page/"))
    check_headers(client.get("/page/", headers={"if-none-match": first["ETag"]}))


def check_headers(answer):
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert answer["Permissions-Policy"].startswith("camera=()")
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_tls_is_kept_to(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_SSL_HOST = "terreau.example.org"
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert client.get("/page/").url == "https://terreau.example.org/page/"
    safe = client.get("/page/", secure=True)
    assert safe["Strict-Transport-Security"].startswith("max-age=31536000")


CHECK = """
import django
from django.core import checks
django.setup()
found = checks.run_checks(include_deployment_checks=True)
print(*(each for each in found if not each.is_silenced()), sep="\\n")
"""


def deployment_checks(tmp_path, **environment):
    """What Django's checks say of an installation with that environment."""
    done = subprocess.run(
        [sys.executable, "-c", CHECK],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "terreau.settings"}
        | {"TERREAU_HOME": str(tmp_path), "ALLOWED_HOSTS": "terreau.example.org"}
        | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_installation_behind_tls_passes_the_checks_of_django(tmp_path):
    assert deployment_checks(tmp_path, SITE_URL="https://terreau.example.org") == ""


def test_installation_without_tls_does_not(tmp_path):
    assert "security.W" in deployment_checks(tmp_path, SITE_URL="http://terreau.example.org")


def test_cookies_are_kept_from_scripts_and_from_plain_http(client, settings):
    settings.CSRF_COOKIE_SECURE = True
    cookie = client.get("/form/").cookies["csrftoken"]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax"
