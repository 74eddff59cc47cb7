"""What somebody who may act is offered on the pages of evidence."""

from django.utils.translation import gettext as _

from terreau.evidence.periods import label
from terreau.evidence.vocabulary import Level
from terreau.evidence.words import address
from terreau.projects.sheet import day_of

QUIET = "quiet"


def buttons(project, found):
    """Parameters of `button`s; found: (words, name of the page, its keys, tone)."""
    return [
        {"label": words, "url": address(name, project, *keys)} | ({"tone": tone} if tone else {})
        for words, name, keys, tone in found
    ]


def offers(user, project, known_at):
    """What is offered on the page of all evidence; nothing on a page as known then."""
    if known_at or not user.is_authenticated:
        return []
    found = []
    if user.has_perm("evidence.record", project):
        found += [
            (_("Add an indicator"), "add_indicator", (), ""),
            (_("Import a file"), "import_file", (), QUIET),
            (_("Record a cost"), "record_cost", (), QUIET),
            (_("Tokens for programs"), "tokens", (), QUIET),
        ]
    if user.has_perm("evidence.attest", project):
        found.append((_("Say that a title was given"), "attest", (), QUIET))
    return buttons(project, found)


def cost_offers(user, found):
    """[{label, url}] to correct or withdraw each cost of `queries.evidence_page`."""
    project, costs = found["project"], found["costs"]
    if found["known_at"] or not costs or not user.has_perm("evidence.correct_cost", project):
        return []
    return [
        {"label": words % {"period": label(each.period_from, each.period_to)},
         "url": address(name, project, each.uid)}
        for each in costs
        for words, name in (
            (_("Correct: %(period)s"), "correct_cost"),
            (_("Withdraw: %(period)s"), "withdraw_cost"),
        )
    ]  # fmt: skip


def title_offers(user, found):
    """[{label, url}] to take back each title of `queries.evidence_page`."""
    project, titles = found["project"], found["titles"]
    if found["known_at"] or not titles or not user.has_perm("evidence.revoke", project):
        return []
    words = _("Take back: %(title)s")
    return [
        {"label": words % {"title": each.title}, "url": address("revoke", project, each.uid)}
        for each in titles
    ]


def indicator_offers(user, project, state, known_at):
    """What is offered on the page of one indicator."""
    about = state.indicator
    if known_at or state.is_retired or not user.is_authenticated:
        return []
    if not user.has_perm("evidence.record", project):
        return []
    keys = (about.uid,)
    found = [
        (_("Record a value"), "record", keys, ""),
        (_("Set a target"), "set_target", keys, QUIET),
        (_("Change the definition"), "change_definition", keys, QUIET),
        (_("Edit"), "edit_indicator", keys, QUIET),
        (_("Read from statistics"), "connect_source", keys, QUIET),
        (_("No longer measure it"), "retire_indicator", keys, QUIET),
    ]
    if state.feed:
        found.append((_("Stop reading"), "disconnect_source", keys, QUIET))
    for each in state.targets:
        if not each.target.frozen_at:
            words = _("Drop the target for %(day)s") % {"day": day_of(each.target.due_on)}
            found.append((words, "drop_target", (each.target.uid,), QUIET))
    return buttons(project, found)


def measurement_offers(user, project, row):
    """What is offered on the page of one value."""
    if row.superseded_at is not None or not user.is_authenticated:
        return []
    found, keys = [], (row.uid,)
    if user.has_perm("evidence.correct", project):
        found += [
            (_("Correct"), "correct", keys, ""),
            (_("Say where it is published"), "publish", keys, QUIET),
            (_("Withdraw"), "withdraw", keys, QUIET),
        ]
    if row.level != Level.AUDITED and user.has_perm("evidence.check", project):
        found.append((_("Say that it was checked"), "check", keys, QUIET))
    return buttons(project, found)
