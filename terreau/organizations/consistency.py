"""What must hold between organizations and the roles in them."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from terreau.entries.consistency import register_truth
from terreau.entries.models import Role
from terreau.organizations.models import Organization


def claimed_by_nobody():
    admins = Role.objects.filter(entry=OuterRef("pk"), name=Role.Name.ADMIN)
    claimed = Organization.objects.filter(~Exists(admins), claimed_at__isnull=False)
    yield from (str(each.uid) for each in claimed.order_by("pk"))


register_truth(
    gettext_lazy("every organization that was claimed has an administrator"), claimed_by_nobody
)
