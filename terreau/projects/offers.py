"""What somebody who may act is offered on the page of a project."""

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.projects.phases import EXITS, NOT_YET, SUSPENDED, UNLISTED, label
from terreau.theme.templatetags.theme import spelled

QUIET = {"tone": "quiet"}


def offers(user, page):
    """{actions, corrections, endings: [{label, url}]; confirm, decline: an address or ""}.

    page: of `queries.project_page`. A page as known then offers nothing. No query for an
    anonymous reader; for others those of the rules.
    """
    project = page["project"]
    if page["known_at"] or not user.has_perm("projects.edit", project):
        return {"actions": [], "corrections": [], "endings": [], "confirm": "", "decline": ""}

    def may(name):
        return user.has_perm(f"projects.{name}", project)

    def address(name, *keys):
        return reverse(f"project:{name}", args=[project.slug, *keys])

    steps = page["step"] is not None
    return {
        "actions": [
            {"label": words, "url": address(name)} | tone
            for name, words, tone in buttons(page["phase"])
            if may(name)
        ],
        "corrections": [
            {"label": corrected(spell), "url": address("correct_spell", spell.pk)}
            for spell in (page["spells"] if may("correct_spell") else ())
        ],
        "endings": [
            {
                "label": _("End: %(title)s") % {"title": tie.target.title},
                "url": address("end_affiliation", tie.pk),
            }
            for tie in (page["affiliations"] if may("end_affiliation") else ())
            if tie.valid_to is None
        ],
        "confirm": address("confirm_step") if steps and may("confirm_step") else "",
        "decline": address("decline_step") if steps and may("decline_step") else "",
    }


def buttons(phase):
    """(action, words, more) of those that make sense in a phase."""
    yield "enter_phase", _("Enter a phase"), {}
    if phase not in (*EXITS, NOT_YET, UNLISTED):
        if phase not in SUSPENDED:
            yield "pause", _("Pause"), QUIET
        yield "stop", _("Stop"), QUIET
    yield "edit", _("Edit"), QUIET
    yield "affiliate", _("Add an organization"), QUIET


def corrected(spell):
    words = {"phase": label(spell.phase), "day": spelled(spell.valid_from, "DATE_FORMAT")}
    return _("Correct: %(phase)s from %(day)s") % words
