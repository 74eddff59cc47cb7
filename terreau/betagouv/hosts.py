"""Incubators, organisations and the source's own words for phases, each from one file."""

import html
import re

from terreau.betagouv.fields import LONGEST_TEXT, Facts, last_part
from terreau.betagouv.records import (
    IncubatorRecord,
    OrganisationRecord,
    PhaseDefinition,
)
from terreau.betagouv.startups import former_ids

_TAG = re.compile(r"</?[a-zA-Z][^>]{0,500}>")


def incubator_of(external_id: str, facts: Facts) -> IncubatorRecord:
    """The record of an incubator. Address and contact are not read."""
    title = facts.word("title")
    if not title:
        facts.report("no-title", "title")
    owner = facts.word("owner")
    return IncubatorRecord(
        external_id=external_id,
        title=title or external_id,
        owner=last_part(owner) if owner.startswith("/") else owner,
        website=facts.url("website"),
        repository=facts.url("github"),
        summary=_plain(facts.text("short_description", LONGEST_TEXT)),
        hidden=facts.flag("hidden") or False,
        redirect_from=former_ids(external_id, facts),
        path=facts.path,
    )


def organisation_of(external_id: str, facts: Facts) -> OrganisationRecord:
    """The record of an organisation; its API escapes the names for HTML."""
    name = html.unescape(facts.word("name"))
    if not name:
        facts.report("no-title", "name")
    return OrganisationRecord(
        external_id=external_id,
        name=name or external_id,
        acronym=html.unescape(facts.word("acronym")),
        type=facts.word("type"),
        domain=facts.word("domaine_ministeriel"),
        path=facts.path,
    )


def phase_definition_of(external_id: str, facts: Facts) -> PhaseDefinition:
    return PhaseDefinition(
        word=facts.word("status") or external_id,
        label=facts.word("label"),
        order=facts.whole("order"),
    )


def _plain(markup: str) -> str:
    """A short text without the little HTML that the source allows there."""
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
