"""What the files beside an entry show, as the parameters of the template."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from terreau.attachments.types import TYPES, label_of
from terreau.moderation.sheet import report_url, tombstone

LETTERS = 80


def file_name(file):
    """What a file is called where it is saved: letters of its title, and how its sort ends."""
    return f"{slugify(file.title)[:LETTERS].strip('-') or 'file'}.{TYPES[file.media_type].ending}"


def sheet(user, entry, files, may_change):
    """{pictures, rows, add}: pictures as they are seen, every file as a row of `row_list`."""
    return {
        "pictures": [picture(each) for each in files if each.is_picture and not each.hidden_at],
        "rows": [row(user, each, may_change) for each in files],
        "add": reverse("attachments:attach", args=[entry.uid]) if may_change else "",
    }


def picture(file):
    return {
        "url": file.get_absolute_url(), "alt": file.alt, "title": file.title,
        "width": str(file.width), "height": str(file.height),
    }  # fmt: skip


def row(user, file, may_change):
    detach = {"label": _("Take away"), "url": reverse("attachments:detach", args=[file.uid])}
    acts = [detach] if may_change else []
    if file.hidden_at:
        why = tombstone(file.hiding) if file.hiding else None
        text = f"{why['reason']}. {why['words']} {why['outcome']}" if why else ""
        return {"title": _("Hidden by moderation"), "text": text.strip(), "actions": acts}
    if user.is_authenticated and not may_change:
        acts.append({"label": _("Report"), "url": report_url("attachment", file.uid)})
    about = f"{capfirst(str(label_of(file.media_type)))} · {filesizeformat(file.size)}"
    return {
        "title": file.title, "url": file.get_absolute_url(), "text": about, "actions": acts,
    }  # fmt: skip
