"""What an edit changed, field by field, as the public record keeps it."""

from django.db.models import Model


def plain(value):
    """A value of a field as JSON can say it; another entry by its uid."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Model):
        return str(getattr(value, "uid", value.pk))
    if value is None or isinstance(value, str | int | bool):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def change_fields(entry, fields):
    """Write the fields that differ; returns {"changed": {name: [before, after]}}, or None.

    Raises ValidationError where a value is not one of its field.
    """
    changed = {}
    for name, value in fields.items():
        before = getattr(entry, name)
        if before != value:
            changed[name] = [plain(before), plain(value)]
            setattr(entry, name, value)
    if not changed:
        return None
    entry.full_clean(exclude=[f.name for f in entry._meta.fields if f.name not in changed])
    entry.save(update_fields=list(changed))
    return {"changed": changed}
