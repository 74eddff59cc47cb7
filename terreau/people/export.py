"""All that is kept of a person, as a ZIP of JSON and CSV."""

import csv
import io
import json
import zipfile

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.personal import holdings
from terreau.search.exports import harmless


def archive_of(user):
    """The bytes of a ZIP: for each holding a .json and a .csv, and a README that lists them."""
    stream = io.BytesIO()
    listed = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in holdings():
            rows = list(each.rows(user))
            listed.append(f"{each.name}: {each.label} ({len(rows)})")
            text = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
            archive.writestr(f"{each.name}.json", text)
            archive.writestr(f"{each.name}.csv", table(rows))
        head = _("All that this site keeps of you, on %(moment)s. Each file twice: JSON and CSV.")
        moment = timezone.localtime().isoformat(timespec="seconds")
        archive.writestr("README.txt", "\n".join([head % {"moment": moment}, "", *listed, ""]))
    return stream.getvalue()


def table(rows):
    """Rows as CSV that spreadsheets open as it is meant; empty where there is none."""
    stream = io.StringIO()
    if rows:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        for row in rows:
            writer.writerow({name: harmless(written(value)) for name, value in row.items()})
    return "\ufeff" + stream.getvalue()


def written(value):
    if isinstance(value, dict | list):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return "" if value is None else str(value)
