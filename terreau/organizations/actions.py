from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from terreau.entries.actions import action
from terreau.entries.changes import change_fields
from terreau.entries.slugs import free_slug
from terreau.organizations.models import Organization, OrganizationType

FIELDS = (
    "title", "summary", "state", "acronym", "siren", "siret", "website", "repository",
    "parent", "territory", "opened_on",
)  # fmt: skip


def type_label(value):
    return OrganizationType(value).label


@action(
    "organizations.create",
    sentence=pgettext_lazy("statement", "{subject} joined the network ({type})."),
    labels={"type": type_label},
)
def create(user, organization, **fields):
    """Create an organization, public at once. fields: those of FIELDS; title and state at least."""
    for name in FIELDS:
        if name in fields:
            setattr(organization, name, fields[name])
    organization.slug = free_slug(Organization.KIND, organization.title)
    organization.published_at = timezone.now()
    organization.full_clean(exclude=("slug",))
    organization.save()
    return {"title": organization.title, "type": organization.state}


@action(
    "organizations.edit",
    sentence=pgettext_lazy("statement", "{subject}: its description was changed."),
)
def edit(user, organization, **fields):
    """Change what is said of an organization; returns before and after of each changed field."""
    refuse_order(fields.get("opened_on", organization.opened_on), organization.closed_on)
    return change_fields(organization, {name: fields[name] for name in FIELDS if name in fields})


@action(
    "organizations.close",
    sentence=gettext_lazy("{subject} closed on {closed_on}: {reason}"),
    is_decision=True,
)
def close(user, organization, *, closed_on, reason):
    """End the life of an organization on a day that has come; its page and its history stay."""
    if organization.closed_on:
        raise ValidationError(_("This organization is closed already."))
    if closed_on > timezone.localdate():
        raise ValidationError(_("This day has not come yet: close the organization when it has."))
    refuse_order(organization.opened_on, closed_on)
    organization.closed_on = closed_on
    organization.save(update_fields=["closed_on"])
    return {"closed_on": closed_on.isoformat(), "reason": reason}


@action(
    "organizations.set_domains",
    sentence=pgettext_lazy(
        "statement", "{subject}: the e-mail domains of its people were changed."
    ),
)
def set_domains(user, organization, *, domains):
    """Say at which domains only its people have an address, so that they can claim it."""
    return change_fields(organization, {"domains": sorted(domains)})


def refuse_order(opened_on, closed_on):
    if opened_on and closed_on and closed_on < opened_on:
        raise ValidationError(_("An organization cannot close before it opened."))
