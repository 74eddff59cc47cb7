"""Errors of the API in the form of RFC 9457."""

import json
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: _("This request could not be understood"),
    401: _("A token is needed"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Method not allowed"),
    409: _("Something else is known already"),
    422: _("A parameter cannot be read"),
    429: _("Too many requests"),
    500: _("Something failed here"),
}
DETAILS = {
    401: _("Send a token that is in use: Authorization: Bearer …"),
    403: _("You may not do this."),
    404: _("Nothing public has this address."),
    405: _("The API is for reading: ask with GET or HEAD."),
    429: _("Wait a little, then ask again."),
    500: _("It was noted for those who run this site."),
}


def problem(status, detail="", **more):
    """An answer that says what is wrong: type, title, status, detail and more."""
    said = {
        "type": "about:blank",
        "title": str(TITLES.get(status) or HTTPStatus(status).phrase),
        "status": status,
        "detail": str(detail or DETAILS.get(status, "")),
    }
    text = json.dumps(said | more, ensure_ascii=False)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=headers)


def as_problem(response):
    """An error that something else answered (a page, a plain text) as a problem."""
    if response.status_code < 400 or response.headers.get("Content-Type") == MEDIA_TYPE:
        return response
    answer = problem(response.status_code)
    for name in ("Retry-After", "Allow"):
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    return answer
