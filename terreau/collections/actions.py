from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.collections.models import MOST, Collection, Item
from terreau.entries.actions import action
from terreau.entries.changes import change_fields
from terreau.entries.slugs import free_slug
from terreau.resources.models import Resource

FIELDS = ("title", "summary", "language")

# Whoever collects may be a person with a profile: see `resources.actions`.


@action(
    "collections.create", sentence=gettext_lazy("{subject} was put together."), is_unsigned=True
)
def create(user, collection, *, resources=(), topics=(), **fields):
    """Put resources together, for the organization or profile for which one acts."""
    for name in FIELDS:
        if name in fields:
            setattr(collection, name, fields[name])
    collection.slug = free_slug(Collection.KIND, collection.title)
    collection.published_at = timezone.now()
    collection.full_clean(exclude=("slug",))
    collection.save()
    collection.topics.set(topics)
    return {"resources": arrange(collection, shown(resources))}


@action(
    "collections.edit", sentence=gettext_lazy("{subject}: the collection was changed."),
    is_unsigned=True,
)  # fmt: skip
def edit(user, collection, *, resources=None, topics=None, **fields):
    """Change a collection; the record keeps before and after of each field and of the order.

    What moderation hides stays in it, last, until it is shown again.
    """
    given = {name: fields[name] for name in FIELDS if name in fields}
    changed = (change_fields(collection, given) or {"changed": {}})["changed"]
    if topics is not None:
        before = sorted(collection.topics.values_list("slug", flat=True))
        after = sorted(topic.slug for topic in topics)
        if before != after:
            collection.topics.set(topics)
            changed["topics"] = [before, after]
    if resources is not None:
        held = held_in(collection)
        wanted = shown(resources)
        wanted += [each for each in held if not each.is_public]
        if [each.pk for each in held] != [each.pk for each in wanted]:
            after = arrange(collection, wanted)
            changed["resources"] = [[str(each.uid) for each in held], after]
    return {"changed": changed} if changed else None


@action(
    "collections.add", sentence=gettext_lazy("{subject}: {resource} was added."), is_unsigned=True
)
def add(user, collection, *, resource):
    """Put one more resource at the end of a collection."""
    held = held_in(collection)
    if resource.pk in {each.pk for each in held}:
        raise ValidationError(_("It is in this collection already."))
    arrange(collection, [*held, *shown([resource])])
    return {"resource_uid": str(resource.uid)}


def held_in(collection):
    items = Item.objects.filter(collection=collection).select_related("resource")
    return [item.resource for item in items.order_by("position", "pk")]


def shown(resources):
    """The same resources, each once, as long as everybody sees them."""
    found = Resource.objects.public().in_bulk([each.pk for each in resources])
    return list({each.pk: found[each.pk] for each in resources if each.pk in found}.values())


def arrange(collection, resources):
    """Write which resources a collection holds, in this order; their uids."""
    if len(resources) > MOST:
        raise ValidationError({"resources": _("A collection has 100 resources at most.")})
    Item.objects.filter(collection=collection).delete()
    Item.objects.bulk_create(
        [Item(collection=collection, resource=resource, position=position)
         for position, resource in enumerate(resources, 1)]
    )  # fmt: skip
    return [str(each.uid) for each in resources]
