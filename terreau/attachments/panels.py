"""The files beside an entry, on its page."""

from terreau.attachments import reporting  # noqa: F401 - registers what can be reported
from terreau.attachments.queries import files_of
from terreau.attachments.sheet import sheet
from terreau.entries.kinds import Feature, kind_of
from terreau.entries.panels import Panel, register_panel


def of_entry(user, entry):
    """No query where there is none, one for the files (two where some are hidden), and one for
    the rights of who is signed in."""
    if not kind_of(entry).allows(Feature.ATTACH):
        return None
    files = files_of(entry)
    may_change = user.is_authenticated and user.has_perm("attachments.attach", entry)
    return sheet(user, entry, files, may_change) if files or may_change else None


register_panel(Panel("entry", "attachments/panels/files.html", of_entry, order=30))
