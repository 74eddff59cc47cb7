"""What becomes of a file that somebody sends: its sort is found in its content, nothing else.

The name and the type that a browser tells are not looked at.
"""

import csv
import hashlib
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from terreau.attachments.office import office_type
from terreau.attachments.pictures import redrawn

HEAD, TAIL = 1024, 1024
SEPARATORS = ";,\t|"
SEEN = 20  # lines by which a table is known
PICTURE = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml)", re.I)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f]")


@dataclass(frozen=True)
class Received:
    """A file as it is kept; width and height in pixels, None where it is no picture."""

    content: bytes
    media_type: str
    width: int | None = None
    height: int | None = None

    @property
    def digest(self):
        return hashlib.sha256(self.content).hexdigest()


def received(file):
    """An uploaded file as Received. Raises ValidationError for what is not kept."""
    if file.size > settings.FILE_MOST_BYTES:
        most = filesizeformat(settings.FILE_MOST_BYTES)
        raise ValidationError(_("This file is too large: %(most)s at most.") % {"most": most})
    return examined(file.read())


def examined(content):
    """The same of bytes."""
    if content.startswith(PICTURE) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return Received(*redrawn(content, settings.FILE_MOST_PIXELS))
    if content.startswith(b"%PDF-"):
        return Received(document(content), "application/pdf")
    if content.startswith(b"PK"):
        return Received(content, office_type(content))
    text = text_of(content)
    return Received(text.encode(), "text/csv" if is_table(text) else "text/plain")


def refused():
    return ValidationError(
        _(
            "This sort of file is not kept. Pictures (JPEG, PNG, WebP), PDF, office documents "
            "without macros (ODT, ODS, ODP, DOCX, XLSX, PPTX), CSV and plain text are."
        )
    )


def document(content):
    """A PDF that is nothing else beside: other programs would find an archive or a page in it."""
    is_archive = b"PK\x05\x06" in content[-(2**16 + 22) :]
    if b"%%EOF" not in content[-TAIL:] or is_archive or _MARKUP.search(content[:HEAD]):
        raise ValidationError(_("This PDF is damaged, or holds another file."))
    return content


def text_of(content):
    """The text of bytes in UTF-8, or as Western spreadsheets write it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise refused() from None
    if not text.strip() or _CONTROL.search(text):
        raise refused()
    if text.lstrip().startswith("<") or _MARKUP.search(content[:HEAD]):
        raise refused()
    return text


def is_table(text):
    """Whether the first lines have the same number of cells, two at least."""
    lines = [line for line in text.splitlines() if line.strip()][:SEEN]
    for separator in SEPARATORS:
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=separator)}
        except csv.Error:
            continue
        if len(lines) > 1 and len(widths) == 1 and widths != {1}:
            return True
    return False
