"""What readers put into addresses who mean no good, or whose program is broken."""

import base64
import json

WORDS = [
    "\x00", "'; DROP TABLE entries_entry; --", "%", "_", "\\", '"', "*", "(", "a" * 399, "💥" * 90,
    "\ud800".encode("utf-8", "surrogatepass"), "‮", "NEAR(", "AND OR NOT", "-1", "1e999", "nan",
    "{}", "../../etc/passwd", "\r\nSet-Cookie: a=b", "%00", "<script>alert(1)</script>",
]  # fmt: skip
CURSORS = [
    "x", "====", "e30", "bnVsbA", "WzFd", "W10", "eyJhZnRlciI6IDF9", "eyJwYWdlIjogLTF9",
    "eyJwYWdlIjogOTk5OTk5OTk5OTk5OTk5OTk5OTl9", "W1tbW1tbW1tbW1tbW1tbW1tb" * 40,
]  # fmt: skip


def cursor(value, pk=1, back=0):
    inner = json.dumps([value, pk, back]).encode()
    packed = base64.urlsafe_b64encode(inner).decode().rstrip("=")
    outer = json.dumps({"after": packed}).encode()
    return base64.urlsafe_b64encode(outer).decode().rstrip("=")


CURSORS += [
    cursor("0001-01-01T00:00:00+23:59"), cursor("9999-12-31T23:59:59-23:59"), cursor("2024-01-01"),
    cursor("\x00"), cursor(1), cursor(None), cursor("2024-01-01T00:00:00+00:00", 2**63),
    cursor("2024-01-01T00:00:00+00:00", -1), cursor("2024-01-01T00:00:00+00:00", True),
]  # fmt: skip

# Texts of people: markup, links that run something, names that look like others, lines of headers.
MARKUP = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "[a](javascript:alert(1))", "[b](JaVaScRiPt&colon;alert(1))", "[c](data:text/html,<script>)",
    "[d](vbscript:x)", "![e](javascript:alert(1))", "<javascript:alert(1)>",
    "[f]: javascript:alert(1)\n\n[f]", '"><iframe src=//evil.example></iframe>',
    "<a href='\x01javascript:alert(1)'>g</a>", "<style>*{display:none}</style>",
    "]]><!--<x xmlns='a'>&bogus;", "{{ 7|add:7 }}{% now 'Y' %}", "\u202eelpoep",
    "Zе\u0301bulinе Inventée",  # with letters that are not Latin
]  # fmt: skip
LINES = "Lavoir\r\nBcc: victime@example.org\r\nSubject: autre\r\n\r\n<script>alert(1)</script>"
