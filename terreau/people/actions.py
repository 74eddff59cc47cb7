from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from terreau.accounts.models import User
from terreau.accounts.personal import hindrances, holdings
from terreau.entries import tallies
from terreau.entries.actions import action, declare, give_role
from terreau.entries.models import Entry, OldSlug, Role, Tombstone
from terreau.entries.slugs import free_slug
from terreau.ledger import actions as ledger
from terreau.ledger.models import Statement
from terreau.people.models import Person
from terreau.people.proofs import proven
from terreau.people.queries import has_contributed, profile_of, verified_people
from terreau.search.actions import index_many
from terreau.search.erasure import forget

TEXTS = ("title", "state", "territory", "is_pseudonym", "bio", "website", "email", "phone",
         "skills", "offers", "reaches")  # fmt: skip

# A profile bears a name. Were its statements signed, they would say whose uid it is under which
# somebody remarks without a name or sits in a committee.
declare("people.erase", sentence=gettext_lazy("{subject} was erased at the person’s own request."))


@action(
    "people.create",
    sentence=pgettext_lazy("statement", "{subject} joined the network."),
    is_unsigned=True,
)
def create(user, person, **fields):
    """Publish a profile of one's own. The record says that there is one, and nothing more."""
    if profile_of(user) is not None:
        raise ValidationError(_("You have a profile already: change that one."))
    take(person, fields)
    person.user = user
    person.slug = free_slug(Person.KIND, person.title)
    person.published_at = timezone.now()
    person.accepted_at = person.published_at if has_contributed(user) else None
    person.full_clean(exclude=("slug",))
    person.save()
    give_role(user, person, Role.Name.ADMIN, by=user)
    return {}


@action(
    "people.edit",
    sentence=gettext_lazy("{subject}: the profile was changed."),
    is_unsigned=True,
)
def edit(user, person, **fields):
    """Change one's profile. A name that is no longer shown is forgotten, with its address."""
    before = [getattr(person, name) for name in TEXTS]
    renamed = "title" in fields and fields["title"] != person.title
    if renamed:
        forget(person)
    take(person, fields)
    if before == [getattr(person, name) for name in TEXTS]:
        return None
    if person.is_pseudonym:
        person.works_for = person.verified_at = None
    if renamed:
        OldSlug.objects.filter(entry=person).delete()
        person.slug = free_slug(Person.KIND, person.title)
    person.full_clean(exclude=("slug",))
    person.save()
    return {}


@action(
    "people.withdraw",
    sentence=gettext_lazy("{subject}: the profile is no longer public."),
    is_unsigned=True,
)
def withdraw(user, person):
    """Take one's profile from all public pages; what it says is kept for its owner."""
    if person.published_at is None:
        return None
    forget(person)
    person.published_at = None
    person.save(update_fields=["published_at"])
    return {}


@action(
    "people.publish",
    sentence=gettext_lazy("{subject}: the profile is public again."),
    is_unsigned=True,
)
def publish(user, person):
    """Show a profile that was withdrawn."""
    if person.published_at is not None:
        return None
    person.published_at = timezone.now()
    person.save(update_fields=["published_at"])
    return {}


@action(
    "people.verify",
    sentence=gettext_lazy("{subject} is a verified agent."),
    is_unsigned=True,
)
def verify(user, person, *, organization):
    """Show the mark of a verified agent of an organization; None takes it away."""
    if organization == person.works_for:
        return None
    if organization is None:
        person.works_for = person.verified_at = None
    elif person.is_pseudonym:
        raise ValidationError(_("A pseudonym has no mark: it would say who you are."))
    elif organization not in proven(user):
        raise ValidationError(_("Nothing shows that you belong there: ask to join it first."))
    else:
        person.works_for, person.verified_at = organization, timezone.now()
    person.save(update_fields=["works_for", "verified_at"])
    return {}


def take(person, fields):
    for name in TEXTS:
        if name in fields:
            setattr(person, name, fields[name])


def accept(user_uid):
    """A contribution of this user was accepted: their profile shows all it says."""
    waiting = Person.objects.filter(user__uid=user_uid, accepted_at=None)
    keys = list(waiting.values_list("pk", flat=True))
    if keys:
        Person.objects.filter(pk__in=keys).update(accepted_at=timezone.now())
        index_many(keys)


def recheck():
    """Take the mark from those who no longer show what it says; how many. Safe to run twice."""
    lost = 0
    for person in verified_people():
        if person.works_for not in proven(person.user):
            lost += Person.objects.filter(pk=person.pk, works_for_id=person.works_for_id).update(
                works_for=None, verified_at=None
            )
    return lost


@transaction.atomic
def erase(user):
    """Erase all that is kept of a person, for good; what they did in public stays, unnamed.

    Raises ValidationError where something has to be handed over first.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    hinders = hindrances(user)
    if hinders:
        raise ValidationError(hinders)
    for holding in reversed(holdings()):
        if holding.erase:
            holding.erase(user)
    user.delete()


def erase_profile(user):
    """Leave a tombstone of a profile that says nothing of whose it was."""
    person = Person.objects.select_for_update().filter(user=user).first()
    if person is None:
        return
    before = tallies.standing(person)
    forget(person)
    for statement in Statement.objects.filter(subject=person.uid):
        ledger.erase_payload(statement)
    Tombstone.objects.create(
        uid=person.uid, kind=person.kind, slug=str(person.uid),
        reason=_("Erased at the person’s own request."),
    )  # fmt: skip
    ledger.append(actor=None, verb="people.erase", subject=person.uid, payload={})
    person.published_at = None
    tallies.follow(before, person)
    Entry.objects.filter(author=person.pk).update(author=None)
    Entry.objects.filter(pk=person.pk).delete()
