"""How anybody comes to stand towards any entry, for the page and the test of rights."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.actions import give_role
from terreau.entries.models import Entry, Role
from terreau.entries.rights import register_situation, register_standing, specimen


def holder(name):
    """Stand as somebody who has a role in the organization that an entry is, or is by."""

    def stand(user, entry):
        speaker = speaker_of(entry)
        if speaker is not None:
            give_role(user, speaker, name)

    return stand


def speaker_of(entry):
    """The organization that speaks in an entry, or that it is; None where there is none."""
    if entry is None:
        return None
    if entry.author_id:
        return entry.author
    return entry if entry.pk and entry.kind == "organization" else None


def edit_alone(user, entry):
    """An editor of the entry itself, whose organization knows nothing of them."""
    if entry is not None and entry.pk and entry != speaker_of(entry):
        give_role(user, entry, Role.Name.EDITOR)


def administer_another(user, entry):
    give_role(user, specimen(None), Role.Name.ADMIN)


def flagged(name):
    def stand(user, entry):
        setattr(user, name, True)
        user.save(update_fields=[name])

    return stand


def be_there(user, entry):
    """Nothing makes somebody anonymous or signed in but what they are."""


register_standing("anonymous", _("anonymous"), be_there, 0)
register_standing("signed_in", _("signed in"), be_there, 5)
register_standing("other", _("administrator of another organization"), administer_another, 10)
register_standing("member", _("member of the organization"), holder(Role.Name.MEMBER), 20)
register_standing("editor", _("editor of the organization"), holder(Role.Name.EDITOR), 21)
register_standing("admin", _("administrator of the organization"), holder(Role.Name.ADMIN), 22)
register_standing("team", _("editor of the entry alone"), edit_alone, 30)
register_standing("moderator", _("moderator of the platform"), flagged("is_moderator"), 90)
register_standing("administrator", _("administrator of the platform"), flagged("is_staff"), 95)


def unpublish(entry):
    Entry.objects.filter(pk=entry.pk).update(published_at=None)
    entry.published_at = None


def hide(entry):
    Entry.objects.filter(pk=entry.pk).update(hidden_at=timezone.now())
    entry.hidden_at = timezone.now()


register_situation("", "draft", _("draft"), unpublish)
register_situation("", "hidden", _("hidden"), hide)
