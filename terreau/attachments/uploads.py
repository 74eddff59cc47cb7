"""How much of a file that is sent to any page is read."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """Let what goes beyond the largest file be lost: the form then finds the file too large."""

    def receive_data_chunk(self, raw_data, start):
        return raw_data if start <= settings.FILE_MOST_BYTES else None

    def file_complete(self, file_size):
        return None
