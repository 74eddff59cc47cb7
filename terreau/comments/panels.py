"""What comments show on the page of an entry, and of an organization that owes answers."""

from django.utils.translation import gettext as _

from terreau.comments import queries, reporting  # noqa: F401 - registers what can be reported
from terreau.comments.sheet import late_rows, talk
from terreau.entries.kinds import Feature, kind_of
from terreau.entries.panels import Panel, register_panel

SHOWN = 50


def of_entry(user, entry):
    """The newest comments beside an entry: one query where there is none, five at most.

    And one for what who is signed in reacted to.
    """
    if not kind_of(entry).allows(Feature.COMMENT) or not entry.is_shown:
        return None
    counted = queries.talk_of(entry)
    tops, older = queries.threads(user, entry, size=SHOWN) if counted.is_kept else ([], None)
    return talk(user, entry, counted, tops, older, queries.reactions_to(user, entry))


def of_organization(user, organization):
    """Questions that wait too long for an organization's answer: one query."""
    late = queries.late_questions(user, organization, queries.today())
    if not late:
        return None
    return {"header": [_("Asked about"), _("Asked on"), _("Due on")], "rows": late_rows(late)}


register_panel(Panel("entry", "comments/panels/talk.html", of_entry, order=60))
register_panel(Panel("organization", "comments/panels/late.html", of_organization, order=80))
