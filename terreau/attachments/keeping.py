"""Where files are: beside the pages that whitenoise serves, under names that say nothing.

A file is written before the row that tells of it, and is removed after that row is gone: a machine
that dies in between leaves at most a file that nobody knows, which `sweep` finds.
"""

import os
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.storage import default_storage as storage
from django.utils import timezone

UNKNOWN_FOR = timedelta(hours=1)  # longer than any request takes to tell of its file


class Durable(FileSystemStorage):
    """Files in a folder; a file is on the disk once it is saved."""

    def _save(self, name, content):
        name = super()._save(name, content)
        path = self.path(name)
        for each in (path, os.path.dirname(path)):
            handle = os.open(each, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return name


def keep(content):
    """Keep bytes; the path that finds them again."""
    name = uuid4().hex
    return storage.save(f"{name[:2]}/{name}", ContentFile(content))


def drop(path):
    """Remove what is kept there; nothing where it is gone already."""
    storage.delete(path)


def opened(path):
    """A file open to be read. Raises FileNotFoundError."""
    return storage.open(path)


def is_kept(path):
    return storage.exists(path)


def batches():
    """Lists of the paths of all that is kept, a folder each."""
    if not storage.exists(""):
        return
    for folder in sorted(storage.listdir("")[0]):
        yield [f"{folder}/{name}" for name in sorted(storage.listdir(folder)[1])]


def is_old(path):
    """Whether it is kept for so long that a row would tell of it by now."""
    return storage.get_modified_time(path) < timezone.now() - UNKNOWN_FOR
