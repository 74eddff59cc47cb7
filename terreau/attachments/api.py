"""The files of an entry, as the item of any kind that has some says them."""

from uuid import UUID

from django.conf import settings
from ninja import Field, Schema

from terreau.attachments.queries import files_of


class FileOut(Schema):
    uid: UUID
    title: str
    alt: str = Field(description="what a picture shows; empty for documents")
    media_type: str
    size: int = Field(description="bytes")
    width: int | None = Field(description="pixels, of a picture")
    height: int | None
    sha256: str
    url: str


class WithFiles(Schema):
    """What an item adds to what its list says: one query where there are files."""

    files: list[FileOut]

    @staticmethod
    def resolve_files(entry):
        return [row(each) for each in files_of(entry) if each.hidden_at is None]


def row(file):
    names = ("uid", "title", "alt", "media_type", "size", "width", "height")
    address = settings.SITE_URL + file.get_absolute_url()
    told = {name: getattr(file, name) for name in names}
    return told | {"sha256": file.digest, "url": address}
