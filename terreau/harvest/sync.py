"""Make the rows of some entries those that their source tells, on both axes of time."""

from collections import defaultdict


def sync(model, parent, wanted, source, fields, **constant):
    """Write the difference between the rows there are and the wanted ones; returns changed parents.

    parent: name of the foreign key; wanted: {parent key: [(values of fields, recorded_at,
    superseded_at)]}; constant: fields that every row gets. Rows are those that the source recorded:
    what people or other sources say of the same entries stays. Rows that stay are not touched:
    where states come in order, what was known is only ever superseded.
    """
    constant = constant | {"recorded_by": source.uid}
    there = defaultdict(dict)
    rows = model._default_manager.filter(recorded_by=source.uid, **{f"{parent}__in": list(wanted)})
    for row in rows:
        values = tuple(getattr(row, name) for name in fields)
        there[getattr(row, f"{parent}_id")][(values, row.recorded_at)] = row
    gone, ended, fresh, changed = [], defaultdict(list), [], set()
    for key, told in wanted.items():
        left = there[key]
        for values, recorded_at, superseded_at in told:
            row = left.pop((values, recorded_at), None)
            if row is None:
                moments = {"recorded_at": recorded_at, "superseded_at": superseded_at}
                given = dict(zip(fields, values, strict=True)) | moments | constant
                fresh.append(model(**{f"{parent}_id": key}, **given))
                changed.add(key)
            elif row.superseded_at != superseded_at:
                ended[superseded_at].append(row.pk)
                changed.add(key)
        gone += [row.pk for row in left.values()]
        changed |= {key} if left else set()
    for start in range(0, len(gone), 500):
        model._default_manager.filter(pk__in=gone[start : start + 500]).delete()
    for moment in sorted(ended, key=lambda each: (each is None, each)):
        for start in range(0, len(ended[moment]), 500):
            part = ended[moment][start : start + 500]
            model._default_manager.filter(pk__in=part).update(superseded_at=moment)
    model._default_manager.bulk_create(fresh, batch_size=500)
    return changed
