import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from terreau.entries.datasets import datasets
from terreau.entries.kinds import all_kinds
from terreau.opendata.catalog import catalog
from terreau.opendata.tables import FORMATS, public_rows


class Command(BaseCommand):
    help = _("Write the open data to a folder: a CSV and a JSON file a kind, and their catalogue.")

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help=_("made where it does not exist"))
        parser.add_argument("--kind", action="append", help=_("only this kind; may be repeated"))

    def handle(self, *, folder, kind, **options):
        kinds = [each for each in all_kinds() if not kind or each.slug in kind]
        kinds += datasets() if not kind else ()
        unknown = set(kind or ()) - {each.slug for each in all_kinds()}
        if unknown:
            said = _("No kind is called %(names)s.")
            raise CommandError(said % {"names": ", ".join(sorted(unknown))})
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for each in tqdm(kinds, desc=_("Exporting"), leave=False):
                for form, (parts, _type) in FORMATS.items():
                    self.write(folder / f"{each.path}.{form}", parts(public_rows(each)))
            text = json.dumps(catalog(), ensure_ascii=False, indent=1)
            self.write(folder / "catalog.json", [text])
        except OSError as error:
            said = _("%(folder)s cannot be written: %(error)s.")
            raise CommandError(said % {"folder": folder, "error": error.strerror}) from error
        self.stdout.write(_("Written to %(folder)s.") % {"folder": folder})

    @staticmethod
    def write(path, parts):
        """Write a whole file or none: what is there stays until the new one is complete."""
        draft = path.with_name(f"{path.name}.part")
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
        draft.replace(path)
