"""The OpenAPI document: what the library writes, with what it does not know of our answers."""

from ninja import NinjaAPI

from terreau.api.problems import MEDIA_TYPE

PROBLEM = {
    "title": "Problem",
    "description": "An error in the form of RFC 9457.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "errors": {
            "description": "the parameters that could not be read",
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "reason"],
                "properties": {"parameter": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
}
ETAG = {"description": "version of this answer, for If-None-Match", "schema": {"type": "string"}}
RETRY = {"description": "seconds to wait", "schema": {"type": "integer"}}
NOT_MODIFIED = {"description": "The version named by If-None-Match is still the newest."}
EXPECTED = {
    "404": {"description": "Nothing public has this address."},
    "422": {"description": "A parameter cannot be read."},
    "429": {"description": "Too many requests.", "headers": {"Retry-After": RETRY}},
}
EXPECTED_OF_WRITES = {
    "400": {"description": "The body is no JSON."},
    "401": {"description": "A token is needed."},
    "403": {"description": "The token does not allow it."},
    "409": {"description": "Something else is known already."},
}
REFERENCE = "#/components/schemas/"


class Documented(NinjaAPI):
    def get_openapi_schema(self, **given):
        """The document of all routers, with problems and validators, without unused schemas."""
        document = super().get_openapi_schema(**given)
        for operations in document["paths"].values():
            for method, operation in operations.items():
                complete(operation, method)
        schemas = document["components"]["schemas"] | {"Problem": PROBLEM}
        used = referred(document["paths"], schemas)
        document["components"]["schemas"] = {name: schemas[name] for name in sorted(used)}
        return document


def complete(operation, method="get"):
    """Add to an operation the answers that every address of the API may give."""
    problems = {MEDIA_TYPE: {"schema": {"$ref": f"{REFERENCE}Problem"}}}
    responses = {str(status): answer for status, answer in operation["responses"].items()}
    if method == "get":
        for answer in responses.values():
            answer["headers"] = {"ETag": ETAG} | answer.get("headers", {})
        responses["304"] = NOT_MODIFIED
    expected = EXPECTED if method == "get" else EXPECTED | EXPECTED_OF_WRITES
    for status, answer in expected.items():
        responses[status] = answer | {"content": problems}
    operation["responses"] = dict(sorted(responses.items()))


def referred(part, schemas):
    """The names of the schemas that a part of the document refers to, by way of others as well."""
    found, waiting = set(), [part]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).removeprefix(REFERENCE)
            if name in schemas and name not in found:
                found.add(name)
                waiting.append(schemas[name])
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found
