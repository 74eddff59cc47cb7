import json as language
from pathlib import Path
from typing import get_args

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from tqdm import tqdm

from terreau.equalshares import BadElection, Parameters, claim, decide, explain, pabulib, verify
from terreau.equalshares.rules import Completion, Rule
from terreau.equalshares.shares import Utility

GIVEN = ("rule", "utility", "completion", "step", "integral", "exhaustive", "comparison", "seed")
WRONG = 1


class Command(BaseCommand):
    help = _("Say who wins a participatory budget, from a .pb file, and why.")
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help=_("a file in the format of pabulib.org, or compressed"))
        parser.add_argument("--rule", choices=get_args(Rule), default="equal-shares")
        parser.add_argument("--utility", choices=get_args(Utility), default="cost")
        parser.add_argument("--completion", choices=get_args(Completion), default="none")
        parser.add_argument(
            "--step", default="1", help=_("money by which add1 raises endowments (default: 1)")
        )
        parser.add_argument(
            "--integral", action="store_true", help=_("add1 starts at a whole endowment")
        )
        parser.add_argument(
            "--exhaustive", action="store_true", help=_("add1 stops as soon as nothing else fits")
        )
        parser.add_argument(
            "--comparison", action="store_true",
            help=_("keep the outcome of greedy if more voters prefer it"),
        )  # fmt: skip
        parser.add_argument(
            "--no-skip", action="store_true", help=_("greedy stops at what does not fit")
        )
        parser.add_argument(
            "--threshold", type=int,
            help=_("votes below which greedy leaves a project out (default: what the file says)"),
        )  # fmt: skip
        parser.add_argument("--seed", type=int, help=_("of the lot among equals"))
        parser.add_argument(
            "--explain", action="store_true", help=_("who paid what, what others lacked")
        )
        parser.add_argument(
            "--verify", metavar="JSON", help=_("whether the outcome in this file is right")
        )
        parser.add_argument("--json", action="store_true", help=_("print JSON"))

    def handle(self, *, file, **options):
        try:
            held = pabulib.read(file)
            election = held.election()
            if options["verify"]:
                self.judge(election, options)
                return
            with tqdm(desc=_("Endowments"), leave=False, disable=None) as bar:
                outcome = decide(
                    election, parameters(held, options), lambda at, _bought: bar.update(at - bar.n)
                )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except BadElection as error:
            raise CommandError(f"{file}: {error}") from None
        why = explain(election, outcome) if options["explain"] else []
        if options["json"]:
            said = outcome.plain() | {"notes": held.notes}
            if why:
                said["explanations"] = [each.plain() for each in why]
            self.stdout.write(language.dumps(said, ensure_ascii=False, indent=1))
            return
        self.show(held, election, outcome)
        for each in why:
            self.stdout.write(reason(each))

    def show(self, held, election, outcome):
        names = {each.key: each for each in election.projects}
        votes = dict(zip(names, election.votes, strict=True))
        for key in outcome.winners:
            cost, count = money(names[key].cost), number_format(votes[key], force_grouping=True)
            self.stdout.write(f"{key:<8}{cost:>14}{count:>9}  {names[key].name}")
        total = {"count": len(outcome.winners), "cost": money(outcome.cost)}
        said = _("%(count)s winners cost %(cost)s of %(budget)s.")
        self.stdout.write(said % (total | {"budget": money(outcome.budget)}))
        how = (f"{name}: {value}" for name, value in outcome.parameters.plain().items())
        self.stdout.write(", ".join(how))
        if outcome.endowment is not None:
            said = _("Each voter holds %(money)s, after %(steps)s steps.")
            self.stdout.write(said % {"money": money(outcome.endowment), "steps": outcome.steps})
        if held.selected is not None:
            same = set(held.selected) == set(outcome.winners)
            self.stdout.write(
                _("The official winners are the same.") if same
                else _("The official winners are others.")
            )  # fmt: skip
        for note in held.notes:
            self.stderr.write(note)

    def judge(self, election, options):
        try:
            said = language.loads(Path(options["verify"]).read_text())
        except ValueError:
            raise BadElection(_("the claim is not JSON")) from None
        how, winners, cost = claim(said if isinstance(said, dict) else {})
        verdict = verify(election, how, winners, cost)
        if options["json"]:
            self.stdout.write(language.dumps(verdict.plain(), ensure_ascii=False, indent=1))
        elif verdict.right:
            self.stdout.write(_("The outcome is right."))
        else:
            self.stdout.write(_("The outcome is wrong."))
            if verdict.missing:
                self.stdout.write(_("It lacks: %s") % ", ".join(verdict.missing))
            if verdict.surplus:
                self.stdout.write(_("It should not hold: %s") % ", ".join(verdict.surplus))
            for fault in verdict.faults:
                self.stdout.write(fault)
        if not verdict.right:
            raise SystemExit(WRONG)


def parameters(held, options):
    threshold = options["threshold"]
    if threshold is None:
        threshold = int(held.meta.get("min_project_score_threshold") or 0)
    given = {name: options[name] for name in GIVEN}
    return Parameters(**given, skip=not options["no_skip"], threshold=threshold)


def money(value):
    return number_format(f"{float(value):.2f}", 2, force_grouping=True)


def reason(each):
    """One line about a project."""
    said = {"key": each.key, "votes": each.votes}
    if each.payment and each.payment.price is not None:
        said |= {"full": each.payment.full, "short": each.payment.short}
        said["price"] = money(each.payment.price)
        return _("%(key)s: %(full)s voters paid %(price)s, %(short)s less.") % said
    if each.payment:
        paid = each.payment.paid
        said |= {"least": money(paid.min()), "most": money(paid.max())}
        return _("%(key)s: %(votes)s voters paid from %(least)s to %(most)s.") % said
    if each.place:
        return _("%(key)s: wins by its place in the list.") % said
    if each.missing is None:
        return _("%(key)s: takes no part.") % said
    said["missing"] = money(each.missing)
    if each.cost_to_win is None or each.votes_to_win is None:
        return _("%(key)s: %(missing)s were missing.") % said
    said |= {"cost": money(each.cost_to_win), "more": each.votes_to_win}
    lacking = _("%(key)s: %(missing)s were missing; a cost of %(cost)s or %(more)s more votes win.")
    return lacking % said
