"""What profiles show on the account page and on pages of members."""

from terreau.entries.faces import Faces, register_faces
from terreau.entries.panels import Panel, register_panel
from terreau.organizations.membership import register_names
from terreau.people.queries import called, faces, names, profile_of
from terreau.people.sheet import mine_sheet


def of_account(user, _subject):
    """The profile of whoever looks at their own account: one query."""
    return mine_sheet(profile_of(user)) if user.is_authenticated else None


register_panel(Panel("account", "people/panels/mine.html", of_account, order=40))
register_names(names)
register_faces(Faces(faces, called))
