from json import dumps

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from terreau.portfolio.figures import as_data, asked, reproduction
from terreau.portfolio.management.commands.portfolio import aligned
from terreau.reviews.coverage_form import ReviewQuestionForm
from terreau.reviews.figures import ANSWERS, found_for
from terreau.reviews.pictures import picture

ASKED = ("as_of", "known_at", "incubator", "figure")


class Command(BaseCommand):
    help = _("Print who was reviewed, who is late and what was decided, on any day.")

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
            "--incubator", metavar="SLUG", help=_("only what it hosted on that day")
        )
        parser.add_argument(
            "--figure",
            metavar="NAME",
            help=_("one table of figures: %(names)s") % {"names": ", ".join(ANSWERS)},
        )
        parser.add_argument("--json", action="store_true", help=_("print JSON"))

    def handle(self, *, json, **options):
        form = ReviewQuestionForm({name: options[name] or "" for name in ASKED})
        if not form.is_valid():
            said = (f"--{name.replace('_', '-')}: {words}" for name, words in form.mistakes)
            raise CommandError(" ".join(said))
        question = form.question
        name = options["figure"] or question.HEADLINE
        answer = ANSWERS[name](question, found_for(question))
        if json:
            self.stdout.write(dumps(as_data(answer), ensure_ascii=False, indent=1))
            return
        self.stdout.write(answer.title)
        for words in (answer.definition, asked(answer), *reproduction(answer).values()):
            self.stdout.write(f"  {words}")
        for line in aligned(picture(answer)):
            self.stdout.write(f"  {line}")
        if answer.note:
            self.stdout.write(f"  {answer.note}")
