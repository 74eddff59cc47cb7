from django.db.models import Count
from django.utils.translation import gettext_lazy

from terreau.attachments import keeping
from terreau.attachments.models import Attachment
from terreau.entries.consistency import register_truth
from terreau.entries.models import Entry


def counts_that_drifted():
    beside = Attachment.objects.order_by("entry").values_list("entry").annotate(n=Count("pk"))
    counted = dict(beside)
    told = Entry.objects.filter(file_count__isnull=False).order_by("pk")
    for pk, n in told.values_list("pk", "file_count"):
        if n != counted.pop(pk, 0):
            yield f"entry {pk}: {n}"
    yield from (f"entry {pk}: 0" for pk in sorted(counted))


def files_that_are_lost():
    for file in Attachment.objects.order_by("pk").iterator():
        if not keeping.is_kept(file.path):
            yield str(file)


register_truth(gettext_lazy("the counts of files are those of the files"), counts_that_drifted)
register_truth(gettext_lazy("every file is where it is kept"), files_that_are_lost)
