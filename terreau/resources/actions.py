from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.entries.changes import change_fields
from terreau.entries.models import Link
from terreau.entries.slugs import free_slug
from terreau.moderation.notices import reason_label
from terreau.resources.models import DUPLICATES, LONGEST_REASON, Resource, State
from terreau.resources.notices import tell_flagged
from terreau.resources.queries import published_at_address

FIELDS = (
    "title", "sort", "summary", "address", "body", "licence", "language", "audience",
    "identifier", "territory",
)  # fmt: skip

# Whoever publishes may be a person with a profile: were these signed, they would tie its name to
# the uid under which the person does everything else.


def changed_label(changed):
    """The fields that an edit changed, in words."""
    return ", ".join(str(Resource._meta.get_field(name).verbose_name) for name in changed)


@action(
    "resources.create", sentence=gettext_lazy("{subject} joined the library."), is_unsigned=True
)
def create(user, resource, *, topics=(), **fields):
    """Publish a resource, for the organization or profile for which one acts."""
    for name, value in tidy(fields).items():
        setattr(resource, name, value)
    resource.state = State.CURRENT
    resource.slug = free_slug(Resource.KIND, resource.title)
    resource.published_at = timezone.now()
    refuse_nowhere(resource, resource.address, resource.body)
    resource.full_clean(exclude=("slug",))
    resource.save()
    resource.topics.set(topics)
    return {"sort": resource.sort}


@action(
    "resources.edit", sentence=gettext_lazy("{subject} was changed: {changed}."),
    labels={"changed": changed_label}, is_unsigned=True,
)  # fmt: skip
def edit(user, resource, *, topics=None, **fields):
    """Change what is said of a resource; the record keeps before and after, of its text the
    lengths."""
    given = tidy(fields)
    refuse_nowhere(
        resource, given.get("address", resource.address), given.get("body", resource.body)
    )
    said = change_fields(resource, given) or {"changed": {}}
    if "body" in said["changed"]:
        said["changed"]["body"] = [len(text) for text in said["changed"]["body"]]
    if topics is not None:
        before = sorted(resource.topics.values_list("slug", flat=True))
        after = sorted(topic.slug for topic in topics)
        if before != after:
            resource.topics.set(topics)
            said["changed"]["topics"] = [before, after]
    return said if said["changed"] else None


def tidy(fields):
    """What is said of a resource; lines end in one way, whatever program sent them."""
    given = {name: fields[name] for name in FIELDS if name in fields}
    return {
        name: value.replace("\r\n", "\n") if isinstance(value, str) else value
        for name, value in given.items()
    }


def refuse_nowhere(resource, address, body):
    """Raise ValidationError for what is neither elsewhere nor here, or is in the library."""
    if not address and not body.strip():
        raise ValidationError({"address": _("Say where it is, or write its text.")})
    known = published_at_address(address) if address else None
    if known is not None and known.pk != resource.pk:
        words = _("It is in the library already: %(title)s.")
        raise ValidationError({"address": words % {"title": known.title}})


@action(
    "resources.outdate", sentence=gettext_lazy("{subject} is outdated. {reason}"),
    is_unsigned=True, is_decision=True,
)  # fmt: skip
def outdate(user, resource, *, reason):
    """Say that a resource should not be used any more, and why."""
    return mark(user, resource, State.OUTDATED, required(reason))


@action(
    "resources.mark_duplicate",
    sentence=gettext_lazy("{subject} is a duplicate of {original}. {reason}"),
    is_unsigned=True, is_decision=True,
)  # fmt: skip
def mark_duplicate(user, resource, *, original, reason):
    """Say which resource this one repeats."""
    original = Resource.objects.public().filter(pk=original.pk).first()
    if original is None or original.pk == resource.pk:
        raise ValidationError({"original": _("Choose another resource that everybody sees.")})
    if original.state == State.DUPLICATE:
        raise ValidationError({"original": _("This is a duplicate itself: name its original.")})
    if resource.state == State.DUPLICATE and repeats(resource, original):
        return None
    said = mark(user, resource, State.DUPLICATE, required(reason))
    Link.objects.create(
        source=resource, target=original, role=DUPLICATES, valid_from=timezone.localdate()
    )
    return said | {"original_uid": str(original.uid)}


@action(
    "resources.renew", sentence=gettext_lazy("{subject} is current again. {reason}"),
    is_unsigned=True, is_decision=True,
)  # fmt: skip
def renew(user, resource, *, reason=""):
    """Say that a resource is current, whatever was said of it."""
    if resource.state == State.CURRENT:
        return None
    return mark(user, resource, State.CURRENT, reason.strip()) | {"reason": reason.strip()}


@action(
    "resources.flag", sentence=gettext_lazy("{subject} was reported: {reason}."),
    labels={"reason": reason_label}, is_unsigned=True,
)  # fmt: skip
def flag(user, resource, *, reason):
    """Say that somebody reported a current resource as outdated or as a duplicate."""
    if resource.state != State.CURRENT:
        return None
    said = mark(user, resource, State.REPORTED, str(reason))
    tell_flagged(resource, reason)
    return said


def repeats(resource, original):
    known = Link.objects.at(timezone.localdate())
    return known.filter(source=resource, target=original, role=DUPLICATES).exists()


def required(reason):
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("This is too long: 2,000 letters at most.")})
    return reason


def mark(user, resource, state, reason):
    """Bring a resource into a state; what it was said to repeat is said no more."""
    links = Link.objects.known().filter(source=resource, role=DUPLICATES)
    links.update(superseded_at=timezone.now())
    resource.state, resource.reason = state, reason
    resource.save(update_fields=["state", "reason"])
    return {"reason": reason}
