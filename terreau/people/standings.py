from uuid import uuid4

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.rights import register_specimen, register_standing
from terreau.people.models import Person


def become(user, entry):
    """A profile is of one person alone: whoever stands so is the one of this profile."""
    if isinstance(entry, Person) and entry.pk:
        Person.objects.filter(user=user).update(user=somebody_else())
        entry.user = user
        entry.save(update_fields=["user"])


def somebody_else():
    return get_user_model().objects.create_user(f"nobody-{uuid4().hex}@example.org")


def make(state, author):
    return Person.objects.create(
        title="Specimen", slug=f"specimen-{uuid4().hex}", state=state, user=somebody_else(),
        published_at=timezone.now(),
    )  # fmt: skip


register_standing("self", _("the person themselves"), become, 35)
register_specimen(Person.KIND, make)
