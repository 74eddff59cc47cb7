"""What needs and offers of help keep of a person."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.needs.models import Help, Need, State
from terreau.offers.models import Offer


def help_rows(user):
    for each in Help.objects.filter(user=user).select_related("need", "helper").order_by("pk"):
        yield {
            "need": str(each.need.uid),
            "title": each.need.title,
            "helper": each.helper.title,
            "message": each.message,
            "state": each.state,
            "written_at": each.written_at,
        }


def forget_helps(user):
    """That help was offered stays with the organization; the words and whose they were go."""
    Help.objects.filter(user=user).update(user=None, message="")


def need_rows(user):
    mine = Need.objects.filter(author__person__user=user)
    for each in mine.order_by("pk"):
        yield {
            "uid": str(each.uid),
            "title": each.title,
            "problem": each.problem,
            "background": each.background,
            "state": each.state,
        }


def forget_drafts(user):
    """What was never public goes; what was stays, without a name."""
    mine = Need.objects.filter(author__person__user=user, published_at__isnull=True)
    for draft in mine.filter(state=State.DRAFT).order_by("pk"):
        draft.delete()


def offer_rows(user):
    for each in Offer.objects.filter(author__person__user=user).order_by("pk"):
        yield {"uid": str(each.uid), "title": each.title, "summary": each.summary}


register_holding(Holding("helps", _("Help offered"), ("needs.Help",), help_rows, forget_helps))
register_holding(Holding("needs", _("Needs of mine"), (), need_rows, forget_drafts))
register_holding(Holding("offers", _("Offers of mine"), (), offer_rows))
