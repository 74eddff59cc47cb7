"""What the page of a project says, as the parameters of the components that show it."""

from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.entries.kinds import link_roles
from terreau.projects.models import Event, Spell
from terreau.projects.offers import offers
from terreau.projects.phases import EXITS, INCUBATION, NOT_YET, UNLISTED, Phase, label
from terreau.theme.templatetags.theme import spelled
from terreau.theme.timeline import timeline

LEFT = tuple(phase for phase in EXITS if phase not in (Phase.OPERATED, Phase.SUSTAINED))
LATE = 30  # days after which a spell was recorded late enough to say so
MONTH = 30.4375  # days
LANE = 34  # letters of a title that a phone has room for under the timeline
TONES = {NOT_YET: "neutral", UNLISTED: "neutral", Phase.UNKNOWN: "ended"}
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
    return reverse(f"api:{operation}", args=[project.uid])


def badge(phase):
    return {"label": capfirst(str(label(phase))), "tone": tone(phase)}


def standing_badge(page):
    """The badge of the day; of a day before anything was known, not that its source lost it."""
    if page["phase"] == UNLISTED and page["known_at"] and not page["spells"]:
        return {"label": capfirst(_("not known yet")), "tone": tone(UNLISTED)}
    return badge(page["phase"])


def tone(phase):
    """The name of a phase's colour in the theme."""
    return TONES.get(phase, phase)


def day_of(value):
    return spelled(value, "DATE_FORMAT")


def is_overtaken(spell):
    return spell.valid_to == spell.valid_from


def current(spells, day):
    """The spell in effect on a day, or None."""
    for spell in reversed(spells):
        if spell.valid_from <= day and (spell.valid_to is None or spell.valid_to > day):
            return spell
    return None


def figures(page, presences):
    """The large figures under the title: how long in its phase, how old, how open, funding."""
    spells, day = page["spells"], page["day"]
    shown = []
    spell = current(spells, day) if page["phase"] != UNLISTED else None
    if spell:
        shown.append(standing(spell, day))
    begun = next((each for each in spells if not each.undated and each.valid_from <= day), None)
    if begun and begun is not spell:
        shown.append(lasting(begun.valid_from, day, spell))
    granted = sum(event.amount or 0 for event in page["events"])
    if granted:
        words = {"label": _("granted"), "definition": grants(page)}
        shown.append({"value": granted, "unit": "€"} | words)
    if page["known_at"] is None:
        open_ones = sum(each["present"] for each in presences)
        shown.append(
            {
                "value": f"{open_ones}/{len(presences)}",
                "label": _("of what it owes the public is published"),
                "definition": _("Site, source code, statistics, budget, impact, accessibility."),
            }
        )
    return shown


def standing(spell, day):
    """Where a project stands: an exit by its year, a phase by how long it has lasted."""
    since = capfirst(begun_on(spell))
    if spell.phase in EXITS:
        return {
            "value": str(spell.valid_from.year),
            "label": label(spell.phase),
            "definition": since,
        }
    words = _("in %(phase)s") if spell.phase in INCUBATION else "%(phase)s"
    said = {"label": words % {"phase": label(spell.phase)}, "definition": since}
    return length(spell.valid_from, day) | said


def begun_on(spell):
    words = _("since %(day)s at the latest") if spell.undated else _("since %(day)s")
    return words % {"day": day_of(spell.valid_from)}


def lasting(begun, day, spell=None):
    """How old a project is; of one that has left the network, how long it was there."""
    since = _("Its first phase began on %(day)s.") % {"day": day_of(begun)}
    if spell and spell.phase in LEFT:
        said = {"label": _("from its first phase to its end here"), "definition": since}
        return length(begun, spell.valid_from) | said
    return length(begun, day) | {"label": _("since it began"), "definition": since}


def length(begun, day):
    """{value, unit} of a stretch of time: days, months or years, as people say it."""
    days = (day - begun).days
    if days < 60:
        return {"value": days, "unit": ngettext("day", "days", days)}
    months = round(days / MONTH)
    if months < 36:
        return {"value": months, "unit": ngettext("month", "months", months)}
    years = round(days / 365.25, 1)
    return {"value": years, "unit": ngettext("year", "years", round(years))}


def grants(page):
    words = dict.fromkeys(event.word for event in page["events"] if event.amount)
    return capfirst(", ".join(word for word in words if word))


def picture(spells, affiliations, day):
    """The timeline of spells, with a lane under it for each organization and role."""
    lanes, roles = {}, link_roles()
    for tie in affiliations:
        title = tie.target.title
        short = Truncator(title).chars(LANE)
        named = f"{capfirst(str(roles[tie.role]))} · {short}"
        lane = {"label": named, "note": title if short != title else "", "spans": []}
        lanes.setdefault((tie.role, tie.target_id), lane)
        lanes[tie.role, tie.target_id]["spans"].append((tie.valid_from, tie.valid_to))
    stretches = [
        {
            "phase": tone(spell.phase),
            "label": capfirst(str(label(spell.phase))),
            "start": spell.valid_from,
            "end": spell.valid_to,
            "terminal": spell.phase in EXITS,
            "note": " · ".join(remarks(spell)),
        }
        for spell in spells
        if not is_overtaken(spell)
    ]
    return timeline(stretches, list(lanes.values()), today=day)


def remarks(spell):
    """What is to be known of a spell beside its phase and dates."""
    if spell.undated:
        yield _("at the latest on this day: its source gives no date")
    if spell.phase == Phase.UNKNOWN and spell.word:
        yield _("“%(word)s” in the words of its source") % {"word": spell.word}
    if spell.declared_end and spell.declared_end != spell.valid_to:
        yield _("its source declares the end on %(day)s") % {"day": day_of(spell.declared_end)}
    if spell.days_late > LATE:
        late = number_format(spell.days_late, force_grouping=True)
        yield _("recorded %(days)s days later") % {"days": late}
    if spell.cause == Spell.Cause.CORRECTION:
        yield _("corrected")
    if spell.confirmed_by:
        yield _("confirmed by a second person")
    if spell.reason:
        yield spell.reason


def evidence(spell):
    """A phase that another of the same day overtook, as a line of text."""
    words = _("%(phase)s on %(day)s, overtaken the same day")
    said = words % {"phase": capfirst(str(label(spell.phase))), "day": day_of(spell.valid_from)}
    return " · ".join([said, *remarks(spell)])


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
