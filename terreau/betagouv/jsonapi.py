"""The source's public JSON API, as the fields that its files would have.

`/api/v2.6/startups.json` and its successors have the shape of JSON:API: `data[]` with `id`, `type`,
`attributes` and `relationships`, and `included[]`. `organisations.json` is a bare list,
`incubators.json` a mapping by identifier.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from terreau.betagouv.fields import last_part
from terreau.harvest.documents import unreadable
from terreau.harvest.frontmatter import decoded
from terreau.harvest.records import Finding

RENAMED = {"name": "title", "pitch": "mission", "technos": "techno"}
NOT_FACTS = {
    "content_url_encoded_markdown",
    "active_members",
    "previous_members",
    "expired_members",
}
SILENT_ON = {"funding", "usertypes", "redirect_from", "publishes_stats", "owner"}
"""What this door never tells of a product (nor the comments of its phases)."""

_COLLECTIONS = {
    "startup": "startups",
    "startups": "startups",
    "incubator": "incubators",
    "incubators": "incubators",
    "organisation": "organisations",
    "organisations": "organisations",
    "organization": "organisations",
}


class Resource(NamedTuple):
    """One thing that the API tells: where it would stand, its fields and its Markdown body."""

    collection: str
    external_id: str
    fields: dict[str, Any]
    body: str


def resources(data: bytes, name: str, findings: list[Finding]) -> Iterator[Resource]:
    """The resources of an answer, in its order. Raises SourceUnreadableError before the first one;
    what is no resource is reported in `findings` with its position."""
    payload = parsed(data, name, findings)
    for position, item in _items(payload, name):
        resource = _resource(item) if isinstance(item, dict) else None
        if resource is None:
            findings.append(Finding.of("not-a-resource", f"{name}#{position}", severity="error"))
        else:
            yield resource


def parsed(data: bytes, name: str, findings: list[Finding]) -> Any:
    """The JSON value of an answer; raw line breaks in texts are forgiven, as its templates write
    them."""
    text = decoded(data, name, findings)
    try:
        return json.loads(text, strict=False, parse_constant=lambda word: None)
    except json.JSONDecodeError as error:
        raise unreadable("bad-json", name, error.lineno, problem=error.msg) from None
    except (ValueError, RecursionError):
        raise unreadable("bad-json", name, problem="out of bounds") from None


def _items(payload: Any, name: str) -> Iterator[tuple[str, Any]]:
    """The candidates for resources with their places."""
    if isinstance(payload, list):
        yield from ((str(place), item) for place, item in enumerate(payload))
        return
    if not isinstance(payload, dict):
        raise unreadable("json-of-another-shape", name)
    if "data" in payload or "included" in payload:
        for part in ("data", "included"):
            listed = payload.get(part)
            listed = listed if isinstance(listed, list) else [listed] if listed else []
            yield from ((f"{part}/{place}", item) for place, item in enumerate(listed))
        return
    if not payload or "errors" in payload or not all(map(_is_named, payload.values())):
        raise unreadable("json-of-another-shape", name)
    yield from ((key, {"id": key, **item}) for key, item in payload.items())


def _is_named(value: Any) -> bool:
    return isinstance(value, dict) and ("title" in value or "name" in value)


def _resource(item: dict[str, Any]) -> Resource | None:
    given = item.get("id")
    external_id = last_part(str(given)) if isinstance(given, str | int) else ""
    attributes = item.get("attributes", item)
    if not external_id or not isinstance(attributes, dict):
        return None
    fields = dict(attributes)
    fields.pop("id", None)
    collection = _COLLECTIONS.get(str(item.get("type", ""))) or _guessed(fields)
    if collection == "startups":
        return Resource(collection, external_id, _startup(fields, item), _body(attributes))
    for known in ("startups", "type") if collection == "incubators" else ():
        fields.pop(known, None)
    return Resource(collection, external_id, fields, "")


def _guessed(fields: dict[str, Any]) -> str:
    """The collection of something that does not say its type (organisations have a `type` of
    their own)."""
    if "phases" in fields or "pitch" in fields:
        return "startups"
    return "organisations" if "domaine_ministeriel" in fields else "incubators"


def _startup(attributes: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    fields = {
        RENAMED.get(key, key): value for key, value in attributes.items() if key not in NOT_FACTS
    }
    relations = item.get("relationships")
    relations = relations if isinstance(relations, dict) else {}
    leading = _related(relations.get("incubator"))
    listed = _related(relations.get("incubators"))
    if leading:
        fields["incubator"] = leading[0]
    if len(listed) > 1:
        fields["incubators"] = listed
    return fields


def _related(relation: Any) -> list[str]:
    """The identifiers that a relationship holds."""
    data = relation.get("data") if isinstance(relation, dict) else None
    listed = data if isinstance(data, list) else [data]
    found = [each.get("id") for each in listed if isinstance(each, dict)]
    return [each for each in found if isinstance(each, str) and each]


def _body(attributes: dict[str, Any]) -> str:
    encoded = attributes.get("content_url_encoded_markdown")
    return unquote(encoded).replace("\r\n", "\n") if isinstance(encoded, str) else ""
