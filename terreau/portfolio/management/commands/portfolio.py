from json import dumps

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from terreau.portfolio.answers import ANSWERS
from terreau.portfolio.counts import headline, last_written
from terreau.portfolio.figures import as_data, asked, reproduction, total_as_data
from terreau.portfolio.flows import flow
from terreau.portfolio.forms import WAYS, FlowForm, QuestionForm
from terreau.portfolio.pictures import picture
from terreau.portfolio.queries import results
from terreau.projects.phases import DEFINITIONS

PARTS = {
    "phase": "phases",
    "incubator": "incubators",
    "territory": "territories",
    "theme": "themes",
}
RULES = ("by-date", "last-written")
ASKED = (
    "as_of", "known_at", "definition", "incubator", "territory", "theme", "figure", "year", "phase",
    "way",
)  # fmt: skip


class Command(BaseCommand):
    help = _("Print the figures of the portfolio on any day, as known on any other.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--as-of",
            metavar="DATE",
            help=_("the day that is counted (default: the known-at date, or today)"),
        )
        parser.add_argument(
            "--known-at",
            metavar="DATE",
            help=_("with what was known at the end of that day (default: now)"),
        )
        parser.add_argument(
            "--definition",
            metavar="NAME",
            help=_("what counts: %(names)s (default: in_incubation)")
            % {"names": ", ".join(DEFINITIONS)},
        )
        parser.add_argument("--by", choices=PARTS, help=_("the counts by parts of the portfolio"))
        parser.add_argument(
            "--survival",
            action="store_true",
            help=_("how many are still alive after construction began"),
        )
        parser.add_argument(
            "--flows",
            action="store_true",
            help=_("how many entered and left each phase in each year"),
        )
        parser.add_argument(
            "--year", help=_("which projects entered a phase in a year, with --phase and --way")
        )
        parser.add_argument("--phase", metavar="NAME", help=_("the phase entered or left"))
        parser.add_argument("--way", choices=WAYS, help=_("entered (default) or left"))
        parser.add_argument(
            "--figure",
            metavar="NAME",
            help=_("one table of figures: %(names)s") % {"names": ", ".join(ANSWERS)},
        )
        parser.add_argument(
            "--incubator", metavar="SLUG", help=_("only what it hosted on that day")
        )
        parser.add_argument("--territory", metavar="CODE", help=_("only what lies in it"))
        parser.add_argument("--theme", metavar="SLUG", help=_("only what names this theme"))
        parser.add_argument(
            "--rule",
            choices=RULES,
            default=RULES[0],
            help=_("last-written: the rule of figures that the network itself published"),
        )
        parser.add_argument("--json", action="store_true", help=_("print JSON"))

    def handle(self, *, by, rule, json, **options):
        of_flow = bool(options["year"] or options["phase"])
        form = FlowForm if of_flow else QuestionForm
        form = form({name: options[name] or "" for name in ASKED})
        if not form.is_valid():
            said = (f"--{name.replace('_', '-')}: {words}" for name, words in form.mistakes)
            raise CommandError(" ".join(said))
        question = form.question
        if of_flow:
            return self.show(None, [flow(question)], json)
        if rule == "last-written":
            if not question.is_whole:
                raise CommandError(_("--rule last-written counts the whole portfolio only."))
            return self.show(None, [last_written(question)], json)
        names = [PARTS[by]] if by else []
        names += [name for name in ("survival", "flows") if options[name]]
        names += [options["figure"]] if options["figure"] else []
        found = results(question)
        answers = [ANSWERS[name](question, found) for name in names or ["phases"]]
        return self.show(headline(question, found), answers, json)

    def show(self, total, answers, as_json):
        if as_json:
            said = {"answers": [as_data(answer) for answer in answers]}
            if total is not None:
                said = {"total": total_as_data(total)} | said
            self.stdout.write(dumps(said, ensure_ascii=False, indent=1))
            return
        if total is not None:
            self.stdout.write(f"{total.text} {total.label}")
            self.tell(total)
        for answer in answers:
            self.stdout.write(f"\n{answer.title}")
            self.tell(answer)
            for line in aligned(picture(answer)):
                self.stdout.write(f"  {line}")
            if answer.note:
                self.stdout.write(f"  {answer.note}")

    def tell(self, thing):
        """What no figure is printed without."""
        for words in (thing.definition, asked(thing), *reproduction(thing).values()):
            self.stdout.write(f"  {words}")


def aligned(chart):
    """The data table of a chart as lines, its numbers to the right."""
    lines = [chart.header, *chart.rows]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    texts = [column.kind == "text" for column in chart.table.columns]
    for line in lines:
        cells = zip(line, widths, texts, strict=True)
        padded = (cell.ljust(n) if left else cell.rjust(n) for cell, n, left in cells)
        yield "  ".join(padded).rstrip()
