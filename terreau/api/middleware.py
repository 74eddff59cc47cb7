"""What holds for every address of the API: anybody's page may read it, HEAD is GET without its
body, errors are problems, whatever found them, and words are in the language asked for."""

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from terreau.api.parameters import refusal
from terreau.api.problems import as_problem

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Access-Control-Max-Age": "86400",
}


class OpenToRead:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=HEADERS)
        heads = request.method == "HEAD"
        if heads:
            request.method = "GET"
        language = preferred(request)
        with translation.override(language):
            response = refusal(request) or as_problem(self.get_response(request))
        response.headers["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language"])
        if response.status_code == 405 and response.headers.get("Allow") != "POST":
            response.headers["Allow"] = HEADERS["Access-Control-Allow-Methods"]
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return without_body(response) if heads else response


def preferred(request):
    """The first language of Accept-Language that this site speaks, or its own."""
    known = dict(settings.LANGUAGES)
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    asked = (code.partition("-")[0] for code, _quality in parse_accept_lang_header(header))
    return next((code for code in asked if code in known), settings.LANGUAGE_CODE)


def without_body(response):
    """The same answer for HEAD: its headers, the length of its body among them."""
    length = response.headers.get("Content-Length") or len(response.content)
    answer = HttpResponse(status=response.status_code, headers=response.headers)
    answer.headers["Content-Length"] = str(length)
    return answer
