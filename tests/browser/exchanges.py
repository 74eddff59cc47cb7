"""Needs and offers for the browser tests, in every state that has a page of its own."""

from datetime import timedelta

from django.utils import timezone

from terreau.attachments import actions as attachments
from terreau.attachments.models import Attachment
from terreau.attachments.reception import examined
from terreau.attachments.tests.factories import make_picture
from terreau.entries.actions import give_role
from terreau.entries.models import Role, Topic
from terreau.needs import actions as needs
from terreau.needs import helping
from terreau.needs.models import Need
from terreau.offers import actions as offers
from terreau.offers.models import Offer
from terreau.organizations import actions as organizations
from terreau.organizations.models import Organization, OrganizationType
from terreau.replications import actions as replications
from terreau.territories.queries import by_code

TEXT = "Les usagers ne trouvent pas leur parcelle et attendent à l’accueil de la mairie."


def enter(administrator, editor, incubator, project):
    """Enter them all; what the tests need to find their way. The incubator is the editor's."""
    helper = organizations.create(
        administrator, Organization(), title="Coopérative des haies inventées",
        state=OrganizationType.ASSOCIATION, territory=by_code("FR-COM-35238"),
    )  # fmt: skip
    give_role(administrator, helper, Role.Name.EDITOR)
    topics = [Topic.objects.get(name="Agriculture")]

    def offered(title, **given):
        return offers.create(
            administrator, Offer(), acting_as=helper, title=title, topics=topics,
            territory=by_code("FR-DEP-35"), **given,
        )  # fmt: skip

    def sought(title, publish=True, **given):
        need = needs.create(
            editor, Need(), acting_as=incubator, title=title, problem=TEXT, topics=topics,
            territory=by_code("FR-COM-35238"), **given,
        )  # fmt: skip
        return needs.publish(editor, need) if publish else need

    offer = offered(
        "Une heure pour relire votre accueil", form="mentoring", capacity=3,
        summary="Nous relisons avec vous l’accueil, la parcelle et le formulaire.",
        until=timezone.localdate() + timedelta(days=300), conditions="Le jeudi.",
    )  # fmt: skip
    met = sought("Accueillir sans faire attendre")
    help = helping.offer_help(administrator, met, helper=helper, offer=offer)
    helping.accept_help(editor, met, help=help)
    needs.close(editor, met, outcome="met", hours=4, transferred="Un plan de l’accueil.")
    matched = sought("Former trois agents")
    help = helping.offer_help(administrator, matched, helper=helper, offer=offer)
    helping.accept_help(editor, matched, help=help)
    asked = sought("Retrouver chaque parcelle", form="mentoring")
    helping.offer_help(
        administrator, asked, helper=helper, offer=offer, message="Nous avons fait de même."
    )
    for title, content in (
        ("Plan du guichet", make_picture("PNG", (640, 480))),
        ("Jours d’attente", b"mois;jours\nmars;12\navril;9\n"),
    ):
        attachments.add(
            editor, asked, file=examined(content), title=title, alt="Un comptoir et deux portes."
        )
    late = sought("Ouvrir le guichet le samedi", addressed_to=helper)
    Need.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=12))
    replications.declare(
        administrator, project, taker=helper, on=timezone.localdate() - timedelta(days=200),
        territory=by_code("FR-COM-35238"), adaptation="En deux langues.", cost=12_500,
        result="Trois mairies s’en servent.",
    )  # fmt: skip
    replications.propose(editor, project, taker=incubator, on=timezone.localdate())
    return {
        "replication": str(project.replications.get(taker=helper).uid),
        "offer": offer.slug,
        "need": asked.slug,
        "need_uid": str(asked.uid),
        "file": str(Attachment.objects.earliest("pk").uid),
        "met": met.slug,
        "matched": matched.slug,
        "late": late.slug,
        "draft": sought("Brouillon de parcelle", publish=False).slug,
    }
