from terreau.accounts.models import User
from terreau.jobs.register import job
from terreau.organizations.letters import invitation_letter, letter
from terreau.organizations.models import Invitation, Organization, Outcome, Request


@job("organizations.invite", in_transaction=False)
def send_invitation(*, invitation):
    """Write to whoever is invited, unless it was settled meanwhile.

    A worker that dies between sending and noting it sends again: twice harms less than never.
    """
    found = Invitation.objects.select_related("organization").filter(pk=invitation).first()
    if found is not None and found.state == Outcome.PENDING:
        invitation_letter(found).send()


@job("organizations.write", in_transaction=False)
def write(*, name, organization, user, role="", request=None):
    """Write one of the letters to a user; what asks for a decision only while it is awaited."""
    to = User.objects.filter(pk=user, is_active=True).first()
    about = Organization.objects.filter(pk=organization).first()
    asked = Request.objects.filter(pk=request).first() if request else None
    if to is None or about is None or (request and asked is None):
        return
    if name.endswith("_asked") and asked.state != Outcome.PENDING:
        return
    reason = asked.reason if asked and name in ("accepted", "refused") else ""
    letter(name, about, to, role=role, reason=reason, request=request).send()
