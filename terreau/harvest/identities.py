"""Which record a name of the source means, now and under the names that it had before."""

from terreau.entries.actions import rename
from terreau.entries.models import OldSlug
from terreau.entries.slugs import free_slug, slug_of
from terreau.harvest.adoption import hold
from terreau.harvest.models import Alias, Record

NAMED = "name:"  # how identifiers begin of what has a name and no file of its own


def resolve(source, observations, present, report):
    """{identifier: record} of the records that are known, by their present or a former name."""
    if not observations:
        return {}
    collection = observations[0].collection
    names = {name for each in observations for name in (each.identifier, *each.former)}
    mine = Record.objects.filter(source=source, collection=collection)
    related = mine.select_related("entry").prefetch_related("versions")
    records = {record.identifier: record for record in related.filter(identifier__in=names)}
    aliases = Alias.objects.filter(source=source, collection=collection, identifier__in=names)
    by_alias = dict(aliases.values_list("identifier", "record_id"))
    by_key = related.in_bulk(set(by_alias.values()))
    found = {}
    for each in observations:
        record = records.get(each.identifier) or by_key.get(by_alias.get(each.identifier))
        if record is not None and record.identifier != each.identifier:
            record = None if record.identifier in present else record
        if record is None:
            record = renamed(source, each, records, present, report)
        if record is not None:
            found[each.identifier] = record
    return found


def renamed(source, observation, records, present, report):
    """The record that had a former name of this one, under its new name, or None."""
    for name in observation.former:
        record = records.get(name)
        if record is None or record.identifier != name:
            continue
        if name in present:
            report.find("former_name_in_use", observation.identifier, name=name)
            continue
        hold([record])
        record.identifier = observation.identifier
        record.url = observation.url
        record.save(update_fields=["identifier", "url"])
        kind = record.entry.kind
        rename(record.entry, free_slug(kind, observation.identifier))
        report.count("renamed")
        return record
    return None


def keep_former_names(source, observations, records, present, report):
    """Let the names that records had before mean them, and lead to their pages.

    Whenever a state tells of them; but for names that others bear: in this state, which is
    nothing new, or in another one, which only a person can sort out.
    """
    told = [
        (records[each.identifier], name)
        for each in observations
        if each.identifier in records
        for name in each.former
        if name not in present
    ]
    if not told:
        return
    collection, names = observations[0].collection, [name for _, name in told]
    theirs = Record.objects.filter(source=source, collection=collection, identifier__in=names)
    borne = set(theirs.values_list("identifier", flat=True))
    aliases, addresses = [], []
    for record, name in told:
        if name in borne:
            report.find("told-as-two", record.identifier, name=name)
            continue
        said = {"source": source, "collection": collection}
        aliases.append(Alias(record=record, identifier=name, **said))
        slug = slug_of(name.removeprefix(NAMED))
        if slug != record.entry.slug:
            addresses.append(OldSlug(kind=record.entry.kind, slug=slug, entry_id=record.entry_id))
    Alias.objects.bulk_create(aliases, ignore_conflicts=True)
    OldSlug.objects.bulk_create(addresses, ignore_conflicts=True)
