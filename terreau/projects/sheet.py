"""What the page of a project says, as the parameters of the components that show it."""

from functools import lru_cache
from urllib.parse import urlsplit

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from terreau.entries.kinds import link_roles
from terreau.prepared.addresses import address
from terreau.projects.life import day_of, evidence, figures, is_overtaken, picture, tone
from terreau.projects.models import Event
from terreau.projects.offers import offers
from terreau.projects.phases import UNLISTED, label

ADDRESSES = {
    "website": gettext_lazy("Website"),
    "repository": gettext_lazy("Source code"),
    "statistics_url": gettext_lazy("Statistics of use"),
    "budget_url": gettext_lazy("Budget"),
    "impact_url": gettext_lazy("Impact"),
}


def sheet(user, page):
    """`queries.project_page` with what its template draws: no query, but for rights of members."""
    project, spells, day = page["project"], page["spells"], page["day"]
    presences = openness(project)
    return page | {
        "badges": [standing_badge(page)],
        "tags": tags(project, page["topics"]),
        "presences": presences,
        "published": sum(each["present"] for each in presences),
        "figures": figures(page, presences),
        "timeline": picture(spells, page["affiliations"], day),
        "evidence": [evidence(spell) for spell in spells if is_overtaken(spell)],
        "hosting": hosting(page["affiliations"]),
        "hosting_header": [_("Organization"), _("Role"), _("From"), _("Until")],
        "happenings": [happening(event) for event in page["events"]],
        "lineage": lineage(project, page["lineage_out"], page["lineage_in"]),
        "lineage_header": [_("Entry"), _("Link"), _("Other entry")],
        "step_title": proposal(page["step"]),
        "shown": [{"name": "revision", "value": str(project.revision)}],
        "downloads": [
            {"label": _("As data (JSON)"), "url": data_of("get_project", project)},
            {"label": _("Its history as data"), "url": data_of("get_project_history", project)},
        ],
        **known_form(page),
        "moments": [moment(project, each, page["known_at"]) for each in page["known_dates"][:12]],
        **offers(user, page),
    }


def data_of(operation, project):
    return address(f"api:{operation}", project.uid)


def badge(phase):
    return {"label": _written(phase, get_language()), "tone": tone(phase)}


@lru_cache(maxsize=256)
def _written(phase, _language):
    return capfirst(str(label(phase)))


def standing_badge(page):
    """The badge of the day; of a day before anything was known, not that its source lost it."""
    if page["phase"] == UNLISTED and page["known_at"] and not page["spells"]:
        return {"label": capfirst(_("not known yet")), "tone": tone(UNLISTED)}
    return badge(page["phase"])


def openness(project):
    """What a project publishes of itself and what is missing, for `presence_list`."""
    items = []
    for name, words in ADDRESSES.items():
        address = getattr(project, name)
        parts = urlsplit(address)
        item = {"label": words, "present": bool(address), "text": ""}
        if parts.scheme in ("http", "https"):
            item |= {"url": address, "text": f"{parts.netloc}{parts.path}".rstrip("/")}
        items.append(item)
    said = project.get_accessibility_display()
    return [*items, {"label": _("Accessibility"), "present": bool(said), "text": capfirst(said)}]


def hosting(affiliations):
    """Incubators and sponsors over time, as rows of a table."""
    unknown, lasting = _("not known"), _("today")
    roles = {role: str(words) for role, words in link_roles().items()}
    rows = []
    for tie in affiliations:
        role = roles[tie.role]
        if tie.leads and tie.role == "incubated_by":
            role = _("%(role)s, leading") % {"role": role}
        begun = day_of(tie.valid_from) if tie.valid_from else unknown
        ended = day_of(tie.valid_to) if tie.valid_to else lasting
        rows.append([entry_cell(tie.target), *map(cell, (role, begun, ended))])
    return rows


def cell(text):
    """A cell of a table; the template looks for an address in vain, and slowly, in a bare text."""
    return {"text": text, "url": ""}


def entry_cell(entry):
    return {"text": entry.title, "url": entry.get_absolute_url()}


def happening(event):
    """An event as an item of `definition_list`."""
    words = capfirst(Event.Name(event.name).label)
    if event.word and event.name in (Event.Name.OTHER, Event.Name.FUNDING):
        words = f"{words} · {event.word}"
    if event.amount:
        amount = number_format(event.amount, force_grouping=True)
        words = _("%(what)s: € %(amount)s") % {"what": words, "amount": amount}
    when = day_of(event.happened_on) if event.happened_on else _("date not known")
    return {"term": when, "text": words}


def lineage(project, out, into):
    """Links as sentences in three columns: who, what ties them, whom."""
    here, roles = cell(project.title), link_roles()

    def tie(link):
        words = str(roles.get(link.role, link.role))
        return cell(f"{words} ({link.valid_from.year})" if link.valid_from else words)

    rows = [[here, tie(link), entry_cell(link.target)] for link in out]
    return rows + [[entry_cell(link.source), tie(link), here] for link in into]


def tags(project, topics):
    place = project.territory
    found = [{"label": place.name, "url": place.get_absolute_url()}] if place else []
    return found + [{"label": each.name, "url": each.get_absolute_url()} for each in topics]


def proposal(step):
    """The title of the notice on a step that waits for a second person."""
    if step is None:
        return ""
    words = _("%(phase)s on %(day)s is proposed and waits for a second person")
    said = {"phase": capfirst(str(label(step.phase))), "day": day_of(step.on)}
    if step.spell:
        words = _(
            "%(phase)s from %(day)s instead of %(before)s from %(since)s is proposed as a "
            "correction and waits for a second person"
        )
        said |= {"before": label(step.spell.phase), "since": day_of(step.spell.valid_from)}
    return words % said


def known_form(page):
    """The form that asks for the page as known on another day."""
    field = {"name": "known_at", "label": _("As known on"), "type": "date"}
    chosen = page["known_at"].isoformat() if page["known_at"] else ""
    return {
        "known_fields": [field | {"value": chosen}],
        "known_submit": _("Show"),
        "known_reset": page["project"].get_absolute_url() if chosen else "",
    }


def moment(project, day, known_at):
    """A day on which the phases of a project were known anew, as a tag that leads there."""
    address = f"{project.get_absolute_url()}?known_at={day.isoformat()}"
    return {"label": day_of(day), "url": "" if day == known_at else address}
