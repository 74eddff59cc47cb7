"""Office documents are archives: whole, unpacked within bounds, without macros."""

import io
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from terreau.attachments.types import ODF, OOXML, TYPES

MOST_PARTS = 2_000
MOST_UNPACKED = 100 * 2**20  # bytes
MOST_TIMES = 100  # unpacked bytes for each byte of the file, beyond SMALL
SMALL = 5 * 2**20
CHUNK = 2**16
END = b"PK\x05\x06"
MAIN = {
    "word/document.xml": f"{OOXML}wordprocessingml.document",
    "xl/workbook.xml": f"{OOXML}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OOXML}presentationml.presentation",
}


def office_type(content):
    """The media type of an office document. Raises ValidationError for any other archive."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            check(content, archive, parts)
            media_type = type_of(archive, parts)
            unpack(content, archive, parts)
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
            RuntimeError):  # fmt: skip
        raise damaged() from None
    return media_type


def damaged():
    return ValidationError(_("This document is damaged, or is an archive of another sort."))


def check(content, archive, parts):
    """That the archive is the file and the file the archive, and no part is another's bytes."""
    begins = parts and min(each.header_offset for each in parts) == 0
    ends = not archive.comment and content[-22:-18] == END
    packed = sum(each.compress_size for each in parts)
    if not begins or not ends or len(parts) > MOST_PARTS or packed > len(content):
        raise damaged()
    for each in parts:
        encrypted = each.flag_bits & 1
        if encrypted or each.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise damaged()
        name = each.filename
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise damaged()


def type_of(archive, parts):
    names = {each.filename for each in parts}
    if any(is_macro(name) for name in names):
        raise ValidationError(_("This document holds macros: save it without them."))
    first = parts[0]
    if first.filename == "mimetype" and first.file_size < 100:
        said = archive.read(first).decode("ascii", "replace")
        if said.startswith(ODF) and said in TYPES and "content.xml" in names:
            return said
    if "[Content_Types].xml" in names:
        found = [media_type for name, media_type in MAIN.items() if name in names]
        if len(found) == 1:
            return found[0]
    raise damaged()


def is_macro(name):
    name = name.lower()
    return name.endswith("vbaproject.bin") or "/activex/" in name or name.startswith(
        ("basic/", "scripts/")
    )  # fmt: skip


def unpack(content, archive, parts):
    """Read every part to its end, so that what is said of sizes is known to be true."""
    most = min(MOST_UNPACKED, max(SMALL, MOST_TIMES * len(content)))
    total = sum(each.file_size for each in parts)
    for each in parts:
        if total > most:
            raise ValidationError(_("This document unpacks to far too much."))
        with archive.open(each) as stream:
            while stream.read(CHUNK):
                pass
