"""Actions by which people claim an organization or ask to join it, and those that settle them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.accounts.models import User
from terreau.entries.actions import action, give_role
from terreau.entries.models import Role
from terreau.organizations.members import ADMIN, become_claimed, tell
from terreau.organizations.models import Outcome, Request
from terreau.organizations.proofs import proof_of

CLAIMED = gettext_lazy("{subject} was claimed: its own people now answer for its page.")
MOST_WAITING = 20  # requests of one person
PAUSE = timedelta(days=7)  # after a refusal


def proof_label(value):
    return Request.Proof(value).label


LABELS = {"proof": proof_label}


@action("organizations.claim", sentence=CLAIMED, labels=LABELS)
def claim(user, organization):
    """Become the first administrator, by an address or identity that shows that one belongs."""
    proof = proof_of(user, organization)
    waiting = Request.objects.filter(organization=organization, user=user, state=Outcome.PENDING)
    request = waiting.first() or Request(organization=organization, user=user)
    request.aim, request.proof = Request.Aim.CLAIM, proof
    return give_administration(organization, request, by=user)


@action("organizations.ask", is_open=True)
def ask(user, organization, *, message=""):
    """Ask for the administration of what nobody has claimed, else for membership."""
    refuse_insistence(user, organization)
    aim = Request.Aim.JOIN if organization.is_claimed else Request.Aim.CLAIM
    request = Request.objects.create(
        organization=organization, user=user, aim=aim, message=message.strip()
    )
    tell(f"{aim}_asked", organization, *judges_of(request), key=request.pk)
    return request


def refuse_insistence(user, organization):
    mine = Request.objects.filter(user=user)
    waiting = mine.filter(state=Outcome.PENDING)
    if waiting.filter(organization=organization).exists():
        raise ValidationError(_("You have asked already; your request waits for an answer."))
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(
            _("%(count)d of your requests wait for an answer: withdraw one to ask here."),
            params={"count": MOST_WAITING},
        )
    since = timezone.now() - PAUSE
    refused = mine.filter(organization=organization, state=Outcome.REFUSED)
    if refused.filter(settled_at__gt=since).exists():
        raise ValidationError(
            _("Your last request was refused less than a week ago. Ask again later.")
        )


def judges_of(request):
    """The users who settle a request."""
    if request.aim == Request.Aim.CLAIM:
        return User.objects.filter(is_staff=True, is_active=True).order_by("pk")
    admins = Role.objects.filter(entry=request.organization_id, name=ADMIN)
    return User.objects.filter(pk__in=admins.values("user"), is_active=True).order_by("pk")


@action("organizations.withdraw_request")
def withdraw_request(user, organization):
    """Take back one's own request while it waits."""
    waiting = Request.objects.filter(organization=organization, user=user, state=Outcome.PENDING)
    waiting.update(state=Outcome.WITHDRAWN, settled_at=timezone.now(), settled_by=user)


def still_waiting(organization, request, aim):
    """The request as it is now; whoever settles it holds the lock of the organization."""
    waiting = Request.objects.filter(organization=organization, state=Outcome.PENDING, aim=aim)
    found = waiting.filter(pk=request.pk).select_related("user").first()
    if found is None:
        raise ValidationError(_("This request was settled or withdrawn meanwhile."))
    return found


def settle(request, state, by, reason=""):
    request.state, request.reason = state, reason.strip()
    request.settled_at, request.settled_by = timezone.now(), by
    request.save()


@action("organizations.accept_claim", sentence=CLAIMED, labels=LABELS)
def accept_claim(user, organization, *, request, reason=""):
    """Make whoever claimed an organization its first administrator."""
    request = still_waiting(organization, request, Request.Aim.CLAIM)
    said = give_administration(organization, request, by=user, reason=reason)
    tell("accepted", organization, request.user, key=request.pk, role=ADMIN, reason=reason)
    return said


def give_administration(organization, request, *, by, reason=""):
    """Settle a claim; the others that wait become requests to join. Returns what is public."""
    become_claimed(organization)
    settle(request, Outcome.ACCEPTED, by, reason)
    give_role(request.user, organization, ADMIN, by=by)
    turn_claims(organization, by)
    return {"proof": str(request.proof)}


def turn_claims(organization, by):
    """Let the claims that came too late wait for the administrators that there are now."""
    late = Request.objects.filter(
        organization=organization, state=Outcome.PENDING, aim=Request.Aim.CLAIM
    )
    for request in late.select_related("user").order_by("pk"):
        request.aim = Request.Aim.JOIN
        request.save(update_fields=["aim"])
        tell("turned", organization, request.user, key=request.pk)
        judges = [each for each in judges_of(request) if each != by]
        tell("join_asked", organization, *judges, key=request.pk)


@action("organizations.refuse_claim")
def refuse_claim(user, organization, *, request, reason):
    """Refuse a claim; the person alone reads the reason."""
    refuse(still_waiting(organization, request, Request.Aim.CLAIM), user, reason)


@action("organizations.accept_request")
def accept_request(user, organization, *, request, role=Role.Name.MEMBER, reason=""):
    """Make whoever asked to join a member, or give them another role."""
    request = still_waiting(organization, request, Request.Aim.JOIN)
    settle(request, Outcome.ACCEPTED, user, reason)
    give_role(request.user, organization, role, by=user)
    tell("accepted", organization, request.user, key=request.pk, role=role, reason=reason)


@action("organizations.refuse_request")
def refuse_request(user, organization, *, request, reason):
    """Refuse somebody who asked to join; they alone read the reason."""
    refuse(still_waiting(organization, request, Request.Aim.JOIN), user, reason)


def refuse(request, user, reason):
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the person will read it.")})
    settle(request, Outcome.REFUSED, user, reason)
    tell("refused", request.organization, request.user, key=request.pk, reason=reason.strip())
