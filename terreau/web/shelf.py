"""Public pages as they were served last, in the memory of this process."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

OVERHEAD = 1024  # bytes of a page beside its content: key, headers, Python's own


@dataclass(frozen=True, slots=True)
class Page:
    """etag: which version of the page this is; headers: pairs, in their order."""

    etag: str
    headers: tuple
    content: bytes

    @property
    def size(self):
        return len(self.content) + OVERHEAD


class Shelf:
    """Pages by address, of `limit` bytes together; those not asked for the longest leave first.

    A new version takes the place of the old one. Safe to use from several threads.
    """

    def __init__(self, limit, largest):
        self.limit, self.largest = limit, largest
        self.taken = 0
        self._pages = OrderedDict()
        self._lock = threading.Lock()

    def find(self, address, etag):
        """The page of that address in that version, or None."""
        with self._lock:
            page = self._pages.get(address)
            if page is None or page.etag != etag:
                return None
            self._pages.move_to_end(address)
            return page

    def put(self, address, page):
        if len(page.content) > self.largest or page.size > self.limit:
            return
        with self._lock:
            old = self._pages.pop(address, None)
            self.taken += page.size - (old.size if old else 0)
            self._pages[address] = page
            while self.taken > self.limit:
                self.taken -= self._pages.popitem(last=False)[1].size
