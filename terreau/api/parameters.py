"""Which query parameters an address of the API knows: a mistyped filter is an error, not a list."""

import re
from functools import cache

from django.utils.translation import gettext as _

from terreau.api.assembly import api
from terreau.api.problems import problem


@cache
def known():
    """[(pattern of a path, names of its query parameters)], from the API's own document.

    Paths with fewer parts that may be anything come first.
    """
    found = []
    paths = api.get_openapi_schema()["paths"].items()
    for path, methods in sorted(paths, key=lambda pair: pair[0].count("{")):
        given = methods.get("get", {}).get("parameters", [])
        names = frozenset(each["name"] for each in given if each["in"] == "query")
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))
        found.append((re.compile(pattern), names))
    return found


def refusal(request):
    """The answer to a request with parameters that its address does not know, or None."""
    if not request.GET:
        return None
    names = next((names for path, names in known() if path.fullmatch(request.path_info)), None)
    strange = sorted(set(request.GET) - names) if names is not None else []
    if not strange:
        return None
    reason = _("This address knows %(names)s.") % {"names": ", ".join(sorted(names)) or "–"}
    mistakes = [{"parameter": name[:100], "reason": reason} for name in strange[:10]]
    shown = ", ".join(each["parameter"] for each in mistakes)
    return problem(422, f"{shown}: {reason}", errors=mistakes)
