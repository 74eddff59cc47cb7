import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from terreau.charts import render, standing_alone, to_csv
from terreau.opinionmap import TooLittle, Words, letter, opinion_map, picture, read, write
from terreau.opinionmap.resampling import CLEAR


class Command(BaseCommand):
    help = _("Map the opinions of a conversation: groups, what they say, what all share.")
    requires_system_checks = []

    def create_parser(self, prog_name, subcommand, **options):
        return super().create_parser(prog_name, subcommand.replace("_", "-"), **options)

    def add_arguments(self, parser):
        parser.add_argument(
            "votes", type=Path, help=_("votes.csv or participants-votes.csv as Polis exports them")
        )
        parser.add_argument(
            "--comments", type=Path, help=_("comments.csv: texts and moderation of statements")
        )
        parser.add_argument(
            "--strict", action="store_true", help=_("leave out statements not yet judged")
        )
        parser.add_argument("--groups", type=int, default=5, help=_("at most (default: 5)"))
        parser.add_argument(
            "--draws", type=int, default=10, help=_("with fewer participants (default: 10)")
        )
        parser.add_argument("--seed", type=int, default=0, help=_("of the draws (default: 0)"))
        parser.add_argument("--json", action="store_true", help=_("print JSON"))
        parser.add_argument(
            "--no-participants", action="store_true", help=_("JSON without who stands where")
        )
        parser.add_argument(
            "--svg", type=Path, metavar="OUT", help=_("write the picture, and its table as CSV")
        )
        parser.add_argument(
            "--polis", type=Path, metavar="FOLDER", help=_("write the files that Polis would")
        )

    def handle(self, *, votes, json, **options):
        try:
            held = read(votes, options["comments"], strict=options["strict"])
            found = opinion_map(
                held.votes,
                most_groups=options["groups"],
                draws=options["draws"],
                seed=options["seed"],
                progress=self.tell if sys.stderr.isatty() else None,
            )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except TooLittle as error:
            raise CommandError(lacking(error.reason)) from None
        except ValueError as error:
            raise CommandError(str(error)) from None
        if json:
            said = found.to_json(participants=not options["no_participants"])
            self.stdout.write(said.decode())
        try:
            self.put(found, held, options)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        if not (json or options["svg"] or options["polis"]):
            texts = {each.id: each.text for each in held.statements}
            self.stdout.write("\n".join(summary(found, texts)))

    def put(self, found, held, options):
        if options["svg"]:
            chart = picture(found, words(found), language=get_language()[:2])
            drawn = standing_alone(render(chart))
            if not drawn:
                raise CommandError(_("Pictures cannot be drawn here."))
            options["svg"].write_text(drawn, encoding="utf-8")
            options["svg"].with_suffix(".csv").write_text(to_csv(chart), encoding="utf-8")
        if options["polis"]:
            options["polis"].mkdir(parents=True, exist_ok=True)
            write(options["polis"], found, held.statements)

    def tell(self, step, done, of):
        steps = {
            "plane": _("positions"),
            "groups": _("groups"),
            "factors": _("second look"),
            "stability": _("stability"),
        }
        self.stderr.write(f"\r\033[K{steps[step]} {done}/{of}", ending="")
        if step == "stability" and done == of:
            self.stderr.write("\r\033[K", ending="")


def lacking(reason):
    return {
        "votes": _("There is no vote."),
        "participants": _("A map needs at least two participants."),
        "statements": _("A map needs at least two statements in play."),
        "variation": _("Everybody answers alike: there is nothing to map."),
    }[reason]


def words(found):
    return Words(
        title=_("Opinion map"),
        description=_(
            "Participants who vote alike lie close together; each dot stands for some of them."
        ),
        group=_("Group {name} ({size})"),
        columns=(_("Group"), _("Participants"), "x", "y"),
        note=steadiness(found),
    )


def steadiness(found):
    if len(found.groups.centres) < 2:
        return _("No groups can be told apart.")
    if found.stability is None:
        return _("Stability was not tried.")
    said = {"mean": number_format(found.stability.mean, 2), "least": number_format(CLEAR, 1)}
    if found.has_clear_groups:
        return _("Stability with four fifths of the participants: %(mean)s.") % said
    return _("No clear groups: stability is %(mean)s, less than %(least)s.") % said


def summary(found, texts):
    """The lines that a person reads."""
    votes = found.votes
    yield _("%(people)d participants, %(statements)d statements, %(votes)d votes") % {
        "people": len(votes.participants),
        "statements": len(votes.statements),
        "votes": len(votes.codes),
    }
    yield steadiness(found)
    rows = zip(found.groups.sizes, found.statistics.representative, strict=True)
    for group, (size, chosen) in enumerate(rows):
        yield ""
        yield _("Group {name} ({size})").format(name=letter(group), size=size)
        for each in chosen:
            yield f"  {answered(each)}  {text_of(each.statement, texts)}"
    parts = {"agree": found.statistics.agreed, "disagree": found.statistics.disagreed}
    titles = {"agree": _("All agree"), "disagree": _("All disagree")}
    for direction, shared in parts.items():
        if shared:
            yield ""
            yield titles[direction]
            for each in shared:
                yield f"  {each.count}/{each.seen}  {text_of(each.statement, texts)}"


def answered(each):
    said = _("agree") if each.direction == "agree" else _("disagree")
    return f"{said} {each.count}/{each.seen}"


def text_of(statement, texts):
    return " ".join([f"[{statement}]", *texts.get(statement, "").split()])
