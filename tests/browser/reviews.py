"""Reviews in every state for the browser tests, with notices of them and teams that end."""

import tempfile
import uuid
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from terreau.entries.actions import give_role
from terreau.entries.models import Role
from terreau.evidence.models import Indicator
from terreau.notifications.actions import mark_read
from terreau.notifications.models import Notice
from terreau.projects import actions as projects
from terreau.projects.models import Project
from terreau.reviews import actions, committee, decisions, remarks, reminders
from terreau.reviews.models import Review, Seat
from terreau.reviews.queries import known_seats, pending_of
from terreau.teams.actions import bring
from terreau.teams.missions import read
from tests.browser.evidence import add

DONE = """Trois mois d’usage réel, avec **six** communes :

- 1 250 foyers inscrits,
- un [journal de bord](https://gue.example/journal) tenu chaque semaine.
"""
LONG = "Ce que nous voulions montrer, nous l’avons montré ; le reste demande du temps. " * 8
At = Seat.Role


def day(days):
    """The day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


class Table:
    """The people at it: the manager of an incubator, somebody of a team, who chairs and sits.

    `made` holds the address of each review by the name of its state.
    """

    def __init__(self, people, host, guild):
        self.people, self.host, self.guild = people, host, guild
        self.manager, self.team, self.made = people["editor"], people["guarded"], {}

    def project(self, title, begun, phase="construction"):
        """A new project of the incubator, in a phase since so many days."""
        made = projects.create(
            self.manager, Project(author=self.host), title=title, phase=phase, on=day(-begun),
            summary=f"{title} : un service où l’on se retrouve.", problem="Chacun fait seul.",
        )  # fmt: skip
        return Project.objects.get(pk=made.pk)

    def planned(self, project, name="", planned_on=None):
        made = actions.plan(
            self.manager, Review(subject=project, author=self.host), planned_on=planned_on
        )
        self.made |= {name: made.slug} if name else {}
        return made

    def seated(self, review):
        """Give the review a whole committee, of whom one has declared nothing yet."""
        chair, member = self.people["colleague"], self.people["citizen"]
        committee.seat(self.manager, review, role=At.CHAIR, member=chair)
        committee.seat(self.manager, review, role=At.MEMBER, member=member)
        committee.seat(self.manager, review, role=At.RAPPORTEUR, member=self.people["newcomer"])
        committee.seat(
            self.manager, review, role=At.SPONSOR, member=self.team,
            organization=self.guild,
        )  # fmt: skip
        committee.declare(chair, review)
        committee.declare(member, review, interests="J’y suis abonnée depuis un an.")
        committee.declare(self.team, review, interests="J’en suis.", recused=True)
        return review

    def held(self, review, on, *, frozen=True):
        self.seated(review)
        if frozen:
            actions.freeze(self.manager, review)
        there = [seat for seat in known_seats(review) if seat.role != At.RAPPORTEUR]
        actions.hold(self.manager, review, held_on=day(on), present=there)
        return review

    def decided(self, review, kind, **given):
        reasons = given.pop("reasons", "Les usages sont là, et **durent**.")
        return decisions.decide(
            self.manager, review, request=uuid.uuid4(), kind=kind, reasons=reasons, **given
        )


def enter(people, project, host, guild):
    """Enter it all; what the tests need to find their way.

    project: one with evidence, which the incubator hosts.
    """
    table = Table(people, host, guild)
    give_role(table.team, project, Role.Name.EDITOR)
    prepare(table)
    wait(table)
    go_on(table, project)
    discuss(table, project)
    end(table)
    bring_teams(project)
    with transaction.atomic():
        reminders.remind()
    for notice in Notice.objects.filter(user=people["editor"]).order_by("pk")[:2]:
        mark_read(people["editor"], notice.pk)
    return {f"review_{name}": made for name, made in table.made.items()}


def prepare(table):
    """Reviews before their committee: planned, its dossier frozen anew, cancelled."""
    table.seated(table.planned(table.project("Ruche des lieux", 150), "planned", day(40)))
    again = table.seated(table.planned(table.project("Verger", 160), "frozen", day(12)))
    actions.open_dossier(table.manager, again)
    actions.write(table.manager, again, texts={"done": DONE})
    actions.freeze(table.manager, again)
    actions.reopen(table.manager, again, reason="Les coûts de l’hébergement manquaient.")
    actions.freeze(table.manager, again)
    left_out = table.planned(table.project("Chaumière", 200), "cancelled")
    actions.cancel(table.manager, left_out, reason="L’équipe rejoint celle du Verger.")
    table.project("Colombier", 120, "investigation")


def wait(table):
    """Reviews that were held: one to be decided, with something to measure, and one silent."""
    barn = table.project("Grange", 210)
    add(table.manager, barn, "Granges ouvertes", "used")
    table.held(table.planned(barn, "held"), -2)
    silent = table.held(table.planned(table.project("Pressoir", 230), "silent"), -20)
    actions.alarm(actions.INSTALLATION, silent)


def go_on(table, project):
    """A decision with conditions and targets, its evidence and a reply; the next one is late."""
    review = table.planned(project, "decided")
    actions.open_dossier(table.manager, review)
    actions.write(table.team, review, texts={"done": DONE, "ask": LONG})
    table.held(review, -190)
    users = Indicator.objects.get(project=project, stands_for="active_users")
    conditions = [
        {"text": "Publier les statistiques d’usage.", "owner": project, "due_on": day(-150)},
        {"text": "Trouver qui paiera l’hébergement " * 3, "owner": table.guild,
         "due_on": day(-110)},
    ]  # fmt: skip
    table.decided(
        review, "conditions", conditions=conditions, amount=240_000, funded_until=day(60),
        targets=[(users, Decimal(900), day(170))], criteria="- Neuf cents personnes,\n- un relais.",
        dissent="Un membre aurait préféré attendre une mesure de plus.", reasons=DONE + LONG,
    )  # fmt: skip
    first, second = review.decisions.get().conditions.order_by("due_on")
    decisions.settle(
        table.manager, review, condition=first, outcome="closed", reason="Elles sont en ligne."
    )
    table.made["condition"] = second.pk
    remarks.reply(table.team, review, text="Merci. Nous publierons **chaque mois**.")


def discuss(table, project):
    """The next dossier of the same project, open: texts, remarks answered, waiting and hidden."""
    review = pending_of(project)
    table.made["open"] = review.slug
    actions.open_dossier(table.manager, review)
    texts = {"done": DONE, "learned": LONG, "gate_line": "Le budget de 2027 est voté."}
    actions.write(table.team, review, texts=texts)
    table.seated(review)
    said = [
        ("citizen", "Les horaires du soir manquent encore.", True),
        ("newcomer", LONG, False),
        ("newcomer", "Achetez mes tuiles !", False),
    ]
    for who, text, uses in said:
        remarks.remark(table.people[who], review, text=text, uses=uses)
    first, waiting, bad = review.remarks.order_by("pk")
    remarks.answer(table.team, review, remark=first, text="Ils arrivent le mois prochain.")
    remarks.hide(table.people["administrator"], review, remark=bad, reason="C’est une réclame.")
    table.made |= {"remark": waiting.pk, "seat": known_seats(review).first().pk}


def end(table):
    """A stop with its kit and without evidence; an advance, corrected; a transfer that waits."""
    stopped = table.held(
        table.planned(table.project("Lanterne", 300), "stopped"), -30, frozen=False
    )
    table.decided(
        stopped, "stop_impact", learned=LONG, bricks="Le formulaire, et son guide.",
        relaunch="Commencer par ceux qui éclairent déjà.", reasons="Personne ne revient.",
    )  # fmt: skip
    advanced = table.held(table.planned(table.project("Jardin", 190), "advanced"), -8)
    table.decided(advanced, "advance", phase="acceleration", amount=90_000, funded_until=day(300))
    decisions.correct(
        table.manager, advanced, request=uuid.uuid4(), amount=95_000,
        correction="Le montant publié oubliait l’hébergement : voir la convention signée.",
    )  # fmt: skip
    given = table.held(table.planned(table.project("Fontaine", 260), "transfer"), -5)
    table.decided(
        given, "transfer", receiver=table.guild, receive_by=day(50), amount=40_000,
        funded_until=day(120),
    )  # fmt: skip


def bring_teams(project):
    """Missions of two teams, of which one ends soon."""
    rows = [
        "member,domain,status,start,end,projects",
        f"membre.un,Développement,independent,{day(-300)},{day(45)},{project.slug}",
        f"membre.deux,Design,admin,{day(-90)},{day(20)},{project.slug}",
        f"membre.trois,Développement,service,{day(-90)},{day(200)},verger",
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "missions.csv")
        path.write_text("\n".join(rows))
        bring(read(path), timezone.localdate())
