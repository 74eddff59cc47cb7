"""The sorts of files that are kept: by media type, how they end and what they are called."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Type:
    ending: str
    label: str | Promise


ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}  # by Pillow's names
TYPES = {
    "image/jpeg": Type("jpg", _("picture (JPEG)")),
    "image/png": Type("png", _("picture (PNG)")),
    "image/webp": Type("webp", _("picture (WebP)")),
    "application/pdf": Type("pdf", _("document (PDF)")),
    f"{ODF}text": Type("odt", _("text document (ODT)")),
    f"{ODF}spreadsheet": Type("ods", _("spreadsheet (ODS)")),
    f"{ODF}presentation": Type("odp", _("presentation (ODP)")),
    f"{OOXML}wordprocessingml.document": Type("docx", _("text document (DOCX)")),
    f"{OOXML}spreadsheetml.sheet": Type("xlsx", _("spreadsheet (XLSX)")),
    f"{OOXML}presentationml.presentation": Type("pptx", _("presentation (PPTX)")),
    "text/csv": Type("csv", _("table (CSV)")),
    "text/plain": Type("txt", _("plain text")),
}
ACCEPTED = ",".join(f".{each.ending}" for each in TYPES.values())


def label_of(media_type):
    known = TYPES.get(media_type)
    return known.label if known else media_type
