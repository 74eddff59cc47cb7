"""What hangs on the projects and reviews of the managed incubator: teams, evidence, committees.

Written through the models, in bulk, once all entries are there.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random

from bench.lives import DAY, FIRST, LAST
from bench.managed import dated, reasons
from bench.population import at, dashed, statement
from terreau.accounts.models import User
from terreau.entries.models import Role, Tenure
from terreau.evidence.models import Indicator, Measurement, MethodVersion, Target
from terreau.evidence.vocabulary import Dimension, Level
from terreau.reviews import dossier
from terreau.reviews.models import (
    AWAITING,
    Condition,
    Decision,
    Dossier,
    Passage,
    Remark,
    Reply,
    Review,
    Seat,
    Section,
    State,
)
from terreau.teams.models import Member, Mission

MODELS = (
    Role, Tenure, Indicator, MethodVersion, Measurement, Target, Member, Mission, Passage, Section,
    Seat, Remark, Dossier, Decision, Condition, Reply, User,
)  # fmt: skip
MEMBERS = 3  # of a team, more or less
MONTHS = 12  # measured
INDICATORS = (("Visites", Dimension.USED), ("Satisfaction", Dimension.USEFUL),
              ("Délai moyen", Dimension.IMPACTFUL))  # fmt: skip
BEFORE = {
    State.PLANNED: (State.PLANNED,),
    State.OPEN: (State.PLANNED, State.OPEN),
    State.FROZEN: (State.PLANNED, State.OPEN, State.FROZEN),
}
COMMITTEE = (
    Seat.Role.CHAIR, Seat.Role.RAPPORTEUR, Seat.Role.SPONSOR, Seat.Role.MEMBER,
)  # fmt: skip


def moment(day):
    """An hour of a day of the bench."""
    return datetime.fromisoformat(at(min(day, LAST))).replace(tzinfo=UTC)


def write(managed, manager, statements):
    """All of it; {table: rows}. manager: the User; statements: the Table of them."""
    if not managed.projects:
        return {}
    random = Random(managed.population.seed + 2)  # noqa: S311  not for secrets
    Role.objects.create(user=manager, entry_id=managed.host, name=Role.Name.EDITOR)
    Tenure.objects.create(user=manager, entry_id=managed.host, name=Role.Name.EDITOR)
    made = [*evidence(managed, random), *teams(managed, random)]
    made += hearings(managed, random)
    frozen = dossiers(managed)
    made += [frozen, *conclusions(managed, frozen, random)]
    for rows in made:
        type(rows[0]).objects.bulk_create(rows, batch_size=1000)
    tell(managed, {each.review_id: each for each in frozen}, statements)
    return {f"{type(rows[0])._meta.model_name}s": len(rows) for rows in made}


def evidence(managed, random):
    """Three indicators a project: their definition, a year of values by month, and two targets."""
    indicators, methods, values, targets = [], [], [], []
    months = [date(2025 + n // 12, n % 12 + 1, 1) for n in range(8, 8 + MONTHS)]
    later = [*months[1:], date(2026, 9, 1)]
    for project in managed.projects:
        for name, dimension in INDICATORS:
            indicators.append(Indicator(
                pk=len(indicators) + 1, project_id=project, name=name, dimension=dimension
            ))  # fmt: skip
            of = {"indicator_id": len(indicators), "recorded_at": moment(LAST - 1)}
            methods.append(
                MethodVersion(**of, definition=f"{name} du mois, par les journaux.", unit="%")
            )
            level = random.choice((Level.DECLARED, Level.PUBLISHED))
            value = random.randint(20, 4000)
            for begun, end in zip(months, later, strict=True):
                value = max(1, int(value * random.uniform(0.9, 1.2)))
                values.append(
                    Measurement(**of, value=value, period_from=begun, period_to=end, level=level)
                )
            for due in (date(2026, 6, 30), date(2027, 6, 30)):
                targets.append(Target(**of, value=value * 2, due_on=due, set_on=months[0]))
    return indicators, methods, values, targets


def teams(managed, random):
    """Members with missions, which end for some in weeks, for most in months."""
    members, missions = [], []
    for project in managed.projects:
        for _ in range(random.randint(MEMBERS - 2, MEMBERS + 2)):
            members.append(Member(pk=len(members) + 1, identifier=f"m{len(members) + 1}"))
            begun = LAST - random.randint(30, 600)
            missions.append(Mission(
                project_id=project, member_id=len(members), domain="Développement",
                valid_from=dated(begun), valid_to=dated(LAST + random.randint(-20, 300)),
                recorded_at=moment(begun),
            ))  # fmt: skip
    return members, missions


def hearings(managed, random):
    """The passages, texts, seats and remarks of reviews, as far as each has come."""
    passages, sections, seats, remarks = [], [], [], []
    users = User.objects.bulk_create(User(email=f"seat{n}@example.org") for n in range(12))
    for meeting in managed.meetings:
        key = meeting.key
        for n, state in enumerate(course(meeting)):
            at_last = meeting.held if state in (*AWAITING, State.DECIDED) else meeting.published + n
            passages.append(Passage(review_id=key, state=state, at=moment(at_last)))
        if meeting.state == State.PLANNED:
            continue
        for name in dossier.TEXTS:
            sections.append(Section(
                review_id=key, name=name, recorded_at=moment(meeting.published),
                text="L’équipe a ouvert le service à trois départements et mesuré ce qu’il change.",
            ))  # fmt: skip
        for role, user in zip(COMMITTEE, random.sample(users, len(COMMITTEE)), strict=True):
            seats.append(Seat(
                review_id=key, user=user, role=role, organization_id=managed.host, declared=True,
                present=meeting.held is not None or None, recorded_at=moment(meeting.published),
            ))  # fmt: skip
        if random.random() < 0.3:
            remarks.append(Remark(
                review_id=key, text="Le formulaire se perd quand la connexion tombe.", uses=True,
                recorded_at=moment(meeting.published),
                answer_due_on=dated(meeting.published + 14),
            ))  # fmt: skip
    return passages, sections, seats, remarks


def course(meeting):
    """The states that a review came into, in their order."""
    if meeting.state in BEFORE:
        return BEFORE[meeting.state]
    if meeting.state == State.HELD_WITHOUT_DECISION:
        return (*BEFORE[State.FROZEN], State.HELD, meeting.state)
    return (*BEFORE[State.FROZEN], *(() if meeting.state == State.HELD else (State.HELD,)),
            meeting.state)  # fmt: skip


def dossiers(managed):
    """A frozen dossier for all reviews that have come so far, each as the first one fills itself.

    One in eight of those that decided did so without any.
    """
    day = FIRST + timedelta(days=LAST)
    chosen = [
        meeting for meeting in managed.meetings
        if meeting.state not in (State.PLANNED, State.OPEN)
        and not (meeting.kind and meeting.key % 8 == 0)
    ]  # fmt: skip
    first = Review.objects.select_related("subject").get(pk=chosen[0].key)
    model, made, uid = dossier.content(first, day), [], managed.population.uid
    for meeting in chosen:
        content = model | {
            "review": dashed(uid(meeting.key)), "project": dashed(uid(meeting.project)),
            "title": meeting.title,
        }  # fmt: skip
        made.append(Dossier(
            pk=len(made) + 1, review_id=meeting.key, version=1, content=content,
            digest=dossier.digest(content), frozen_at=moment(meeting.published + 2),
        ))  # fmt: skip
    return made


def conclusions(managed, frozen, random):
    """Decisions, their conditions, and what teams replied."""
    decisions, conditions, replies = [], [], []
    of_review = {each.review_id: each for each in frozen}
    for meeting in managed.meetings:
        if not meeting.kind:
            continue
        rests_on, said = of_review.get(meeting.key), moment(meeting.held)
        decisions.append(Decision(
            pk=len(decisions) + 1, review_id=meeting.key, kind=meeting.kind,
            held_on=DAY[meeting.held], published_at=said, recorded_at=said,
            dossier_id=rests_on and rests_on.pk, digest=rests_on.digest if rests_on else "",
            members={"chair": 1, "member": 3}, amount=random.randint(4, 40) * 10_000,
            funded_until=dated(meeting.held + random.randint(60, 400)), reasons=reasons(meeting),
            criteria="Deux fois plus d’usagers en six mois.",
        ))  # fmt: skip
        if meeting.kind == "conditions":
            conditions.append(Condition(
                decision_id=len(decisions), project_id=meeting.project,
                text="Publier les statistiques.", owner_id=meeting.project,
                due_on=dated(meeting.held + 60), recorded_at=said,
            ))  # fmt: skip
        if random.random() < 0.5:
            replies.append(
                Reply(review_id=meeting.key, text="Nous en prenons acte.", recorded_at=said)
            )
    return decisions, conditions, replies


def tell(managed, frozen, statements):
    """The statements that say that a dossier was frozen and a decision recorded."""
    population, rows = managed.population, []
    first = statements.count + 1
    for meeting in managed.meetings:
        kept, uid = frozen.get(meeting.key), population.uid(meeting.key)
        told = []
        if kept is not None:
            told.append(
                ("reviews.freeze", {"digest": kept.digest, "version": 1}, meeting.published)
            )
        if meeting.kind:
            told.append(("reviews.decide", {"kind": meeting.kind}, meeting.held))
        for verb, payload, day in told:
            key = first + len(rows)
            rows.append(statement(population.seed, key, uid, verb, payload, at(day)))
    statements.write(rows)
