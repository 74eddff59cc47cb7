import sys
from json import dumps
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from terreau.entries.models import Topic
from terreau.needs.suggestions import GROUPS, Asked, suggested
from terreau.offers.models import Form
from terreau.territories.queries import by_code

LONGEST = 1_000_000  # bytes that are read


class Command(BaseCommand):
    help = _("Say who and what could meet a need: offers, people, projects, needs that were met.")

    def add_arguments(self, parser):
        parser.add_argument("file", help=_("the text of the need; - reads what is typed"))
        parser.add_argument("--territory", metavar="CODE", help=_("where, such as FR-DEP-35"))
        parser.add_argument(
            "--topic", metavar="SLUG", action="append", default=[],
            help=_("a theme by its address; several times for several"),
        )  # fmt: skip
        parser.add_argument("--form", choices=Form.values, default="", help=_("form of help"))
        parser.add_argument("--language", choices=("fr", "en"), default="fr")
        parser.add_argument("--limit", type=int, default=5, help=_("of each sort (default: 5)"))
        parser.add_argument("--json", action="store_true", help=_("print JSON"))

    def handle(self, *, file, json, **options):
        asked = Asked(
            text=text_of(file),
            language=options["language"],
            themes=themes_of(options["topic"]),
            territory=place_of(options["territory"]),
            form=options["form"],
        )
        found = suggested(None, asked, limit=max(1, options["limit"]))
        if json:
            data = {group: [plain(each) for each in found[group]] for group in found}
            self.stdout.write(dumps(data, ensure_ascii=False, indent=1))
            return
        for group, title in titles().items():
            self.stdout.write(title)
            for each in found[group]:
                self.stdout.write(f"  {each.match.score:.2f}  {each.entry.title}")
                self.stdout.write(f"        {'; '.join(each.reasons)}")
            if not found[group]:
                self.stdout.write("  " + _("nothing"))


def titles():
    named = {
        "offers": _("Offers that fit"),
        "people": _("People who could help"),
        "projects": _("Projects close to it"),
        "solved": _("Needs like this one that were met"),
    }
    return {group: named[group] for group in GROUPS}


def text_of(file):
    try:
        if file == "-":
            data = sys.stdin.buffer.read(LONGEST)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(LONGEST)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None
    text = data.decode("utf-8", "replace").strip()
    if not text:
        raise CommandError(_("There is no text."))
    return text


def place_of(code):
    if not code:
        return None
    place = by_code(code)
    if place is None:
        raise CommandError(_("No territory has the code %(code)s.") % {"code": code})
    return place


def themes_of(slugs):
    found = {each.slug: each for each in Topic.objects.filter(slug__in=slugs).order_by("name")}
    for slug in slugs:
        if slug not in found:
            raise CommandError(_("No theme has the address %(slug)s.") % {"slug": slug})
    return {each.pk: each.name for each in found.values()}


def plain(suggestion):
    """A suggestion as plain values."""
    entry = suggestion.entry
    return {
        "uid": str(entry.uid),
        "kind": entry.kind,
        "title": entry.title,
        "url": entry.get_absolute_url(),
        "score": suggestion.match.score,
        "likeness": round(suggestion.match.likeness, 6),
        "reasons": suggestion.reasons,
        "facts": [{"key": each.key, **parameters(each)} for each in suggestion.match.reasons],
    }


def parameters(reason):
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in reason.parameters.items()
    }
