"""What a file seems to be, told from its first bytes and never from its name."""

import re
from typing import Literal

Looks = Literal["empty", "gzip", "zip", "tar", "html", "json", "frontmatter", "text", "binary"]

ENOUGH = 1024
"""So many first bytes decide."""

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_BOM = b"\xef\xbb\xbf"


def looks_like(head: bytes) -> Looks:
    """The kind of a file whose first bytes (`ENOUGH` of them, or all there are) are given."""
    if not head:
        return "empty"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head[257:262] == b"ustar":
        return "tar"
    text = head.removeprefix(_BOM)
    if _HTML.match(text[:ENOUGH]):
        return "html"
    if re.match(rb"---[ \t]*\r?\n", text):
        return "frontmatter"
    if text.lstrip()[:1] in (b"{", b"["):
        return "json"
    return "binary" if b"\x00" in head else "text"
