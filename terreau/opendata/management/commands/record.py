import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from terreau.harvest.fetch import FetchError, fetch
from terreau.merkle.verify_record import (
    LARGEST,
    NotVerified,
    folder_files,
    verify_proof,
    verify_record,
)

GONE = {404, 410}


class Command(BaseCommand):
    help = _("Verify a public record, whoever publishes it, or a proof taken from one.")

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True, metavar="verify")
        verify = actions.add_parser("verify", help=_("check every file, hash and signature"))
        verify.add_argument(
            "source", help=_("a folder, its http or https address, or a file of proofs")
        )
        verify.add_argument("--key", required=True, help=_("the key that should have signed it"))
        verify.add_argument("--since", type=Path, help=_("a checkpoint that was saved earlier"))
        verify.add_argument("--json", action="store_true", help=_("print JSON"))

    def handle(self, *, source, key, since, json, **options):
        with tqdm(desc=_("Verifying"), leave=False, disable=None, unit="", file=sys.stderr) as bar:
            try:
                found, proven = verified(source, key, since, progress_of(bar))
            except NotVerified as error:
                raise CommandError(_("NOT VERIFIED: %s") % sentence(error)) from error
            except FetchError as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                said = _("%(source)s cannot be read: %(error)s")
                given = {"source": error.filename or source, "error": error.strerror or error}
                raise CommandError(said % given) from error
        self.stdout.write(as_json(found, proven) if json else "\n".join(lines(found, proven)))


def verified(source, key, since, progress):
    """(what holds, entries proven if the source is a file of proofs)."""
    saved = since.read_bytes() if since else None
    if source.lower().startswith(("http://", "https://")):
        return verify_record(reader(source), key, since=saved, progress=progress), []
    if Path(source).is_dir():
        read, names = folder_files(Path(source))
        return verify_record(read, key, names=names, since=saved, progress=progress), []
    if since:
        raise CommandError(_("A file of proofs says nothing about an earlier checkpoint."))
    return verify_proof(Path(source).read_bytes(), key)


def reader(address: str) -> Callable[[str], bytes]:
    """How the files below an address are read: through the one door to the network."""
    private = frozenset(settings.FETCH_PRIVATE_HOSTS)

    def read(name: str) -> bytes:
        url = f"{address.rstrip('/')}/{name}"
        try:
            # Any type: the bytes of hashes may look like anything.
            return fetch(
                url, max_bytes=LARGEST, accept=("*/*", "text/html"), allow_private=private
            ).body
        except FetchError as error:
            if dict(error.finding.params).get("status") in GONE:
                raise FileNotFoundError(name) from None
            raise

    return read


def progress_of(bar):
    def show(done, total):
        bar.total = total
        bar.update(done - bar.n)

    return show


def sentence(error):
    """What does not hold, in the reader's language."""
    named = {name: _(value) if value and name == "file" else value
             for name, value in error.params.items()}  # fmt: skip
    return _(error.sentence) % named


def lines(found, proven):
    for each in proven:
        said = _("Entry %(index)s is proven: %(entry)s")
        entry = each.entry.decode("utf-8", "backslashreplace")
        yield said % {"index": each.index, "entry": entry}
        if each.payload is not None:
            yield "  " + _("It says: %(payload)s") % {"payload": each.payload}
    for name in found.unknown:
        yield _("No part of the record: %(name)s") % {"name": name}
    if found.since is not None:
        yield _("What stood in the earlier checkpoint (%(n)s entries) is unchanged.") % {
            "n": found.since
        }
    said = ngettext(
        "VERIFIED: %(origin)s, %(n)s entry, root %(root)s",
        "VERIFIED: %(origin)s, %(n)s entries, root %(root)s",
        found.size,
    )
    yield said % {"origin": found.origin, "n": found.size, "root": found.root}


def as_json(found, proven):
    entries = [
        {
            "index": each.index,
            "entry": each.entry.decode("utf-8", "backslashreplace"),
            "payload": each.payload,
        }
        for each in proven
    ]
    return json.dumps(asdict(found) | {"proven": entries}, ensure_ascii=False, indent=1)
