"""Files as people send them, good and bad, made of bytes."""

import io
import zipfile
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from terreau.attachments import actions
from terreau.attachments.models import Attachment
from terreau.attachments.reception import examined
from terreau.entries.tests.factories import make_user

_serial = count(1)
GPS, MAKE = 0x8825, 0x010F
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ODT = "application/vnd.oasis.opendocument.text"


def make_picture(form="JPEG", size=(40, 30), mode="RGB", colour="teal", **given):
    stream = io.BytesIO()
    Image.new(mode, size, colour).save(stream, form, **given)
    return stream.getvalue()


def make_located_picture():
    """A photograph turned on its side that says who took it where."""
    exif = Image.Exif()
    exif[MAKE], exif[0x0112] = "Zebuline-Camera", 6
    exif.get_ifd(GPS)[2] = (48.0, 6.0, 40.0)
    return make_picture(exif=exif, comment=b"Zebuline was here")


def make_archive(parts, packed=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as archive:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else packed
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return stream.getvalue()


def make_odt(**parts):
    return make_archive({"mimetype": ODT, "content.xml": "<office/>"} | parts)


def make_docx(**parts):
    return make_archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"} | parts)


def sent(content, name="file.bin", media_type="application/octet-stream"):
    return SimpleUploadedFile(name, content, media_type)


def make_attachment(entry, user=None, content=None, title="Plan", alt="Une croix."):
    """A file beside an entry, as its act writes it."""
    user = user or make_user(edits=[entry.author])
    content = content or f"Une note, la {next(_serial)}e.".encode()
    actions.add(user, entry, file=examined(content), title=title, alt=alt)
    return Attachment.objects.filter(entry=entry.pk).latest("pk")
