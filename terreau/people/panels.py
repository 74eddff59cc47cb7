"""What profiles show on the account page, on pages of members and above their list."""

from terreau.entries.faces import Faces, register_faces
from terreau.entries.panels import Panel, register_panel
from terreau.organizations.membership import register_names
from terreau.people.queries import called, faces, names, pages, profile_of
from terreau.people.sheet import mine_sheet
from terreau.prepared.addresses import address


def of_account(user, _subject):
    """The profile of whoever looks at their own account: one query."""
    return mine_sheet(profile_of(user)) if user.is_authenticated else None


def of_directory(_user, _subject):
    """The way from the list of profiles to their skills: no query."""
    return {"url": address("person:skills")}


register_panel(Panel("directory-person", "people/panels/skills.html", of_directory))
register_panel(Panel("account", "people/panels/mine.html", of_account, order=40))
register_names(names)
register_faces(Faces(faces, called, pages))
