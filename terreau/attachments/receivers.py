from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from terreau.attachments import keeping
from terreau.attachments.models import Attachment


@receiver(post_delete, sender=Attachment)
def drop_what_was_kept(sender, instance, **said):
    """With its row, whatever deleted it: an act, an erased person, an entry that goes."""
    transaction.on_commit(partial(keeping.drop, instance.path), robust=True)
