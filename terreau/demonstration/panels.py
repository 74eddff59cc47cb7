"""The notice on the page of an invented entry."""

from terreau.entries.invented import is_invented
from terreau.entries.panels import Panel, register_panel


def of_entry(_user, entry):
    """No query."""
    return {} if is_invented(entry) else None


register_panel(Panel("entry-top", "demonstration/panels/invented.html", of_entry, order=1))
