"""How the life of a project is shown: its figures and its timeline, and what to say of a spell."""

from django.utils.formats import number_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.entries.kinds import link_roles
from terreau.projects.models import Spell
from terreau.projects.phases import EXITS, INCUBATION, NOT_YET, UNLISTED, Phase, label
from terreau.theme.templatetags.theme import spelled
from terreau.theme.timeline import timeline

LEFT = tuple(phase for phase in EXITS if phase not in (Phase.OPERATED, Phase.SUSTAINED))
LATE = 30  # days after which a spell was recorded late enough to say so
MONTH = 30.4375  # days
LANE = 34  # letters of a title that a phone has room for under the timeline
TONES = {NOT_YET: "neutral", UNLISTED: "neutral", Phase.UNKNOWN: "ended"}


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
