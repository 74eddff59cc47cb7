from django.utils import timezone

from terreau.jobs.register import HopelessError, job
from terreau.organizations.letters import invitation_letter
from terreau.organizations.models import Invitation, Outcome


@job("organizations.invite", in_transaction=False)
def send_invitation(*, invitation):
    """Write to whoever is invited, at most once by itself, and only while the invitation waits.

    As with notices: where a worker died between handing the mail over and noting it, the job fails
    visibly to operators, who may run it again.
    """
    waiting = Invitation.objects.filter(pk=invitation, state=Outcome.PENDING, mailed_at=None)
    found = waiting.select_related("organization").first()
    if found is None:
        return
    if not waiting.filter(sending_at=None).update(sending_at=timezone.now()):
        waiting.update(sending_at=None)
        raise HopelessError(
            "A worker ended while it sent this invitation: whether it went out is not known. "
            "Run this job again to send it once more."
        )
    try:
        invitation_letter(found).send()
    except Exception:
        waiting.update(sending_at=None)
        raise
    waiting.update(mailed_at=timezone.now())
