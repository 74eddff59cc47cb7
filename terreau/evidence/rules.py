import rules

from terreau.entries.models import Role
from terreau.entries.rules import EDITING, is_administrator
from terreau.organizations.models import Organization
from terreau.projects.rules import is_team


@rules.predicate
def speaks_for_a_body(user, project=None):
    """Whether the user edits some organization; which one may say what, the action checks.

    One query.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    mine = Role.objects.filter(user=user, name__in=EDITING, entry__kind=Organization.KIND)
    return mine.exists()


@rules.predicate
def is_recorded(user, project=None):
    return project is not None and project.pk is not None


OF_THE_TEAM = (
    "add_indicator", "edit_indicator", "change_definition", "retire_indicator", "record",
    "import_file", "correct", "withdraw", "publish", "set_target", "drop_target", "record_cost",
    "correct_cost", "withdraw_cost", "connect_source", "disconnect_source",
    "create_token", "revoke_token",
)  # fmt: skip
for _name in OF_THE_TEAM:
    rules.add_perm(f"evidence.{_name}", is_recorded & is_team)

# A figure is checked, and a title given, by a body: never by the team in its own name.
rules.add_perm("evidence.check", is_recorded & (is_administrator | speaks_for_a_body))
rules.add_perm("evidence.attest", is_recorded & (is_administrator | speaks_for_a_body))
rules.add_perm("evidence.revoke", is_recorded & (is_administrator | speaks_for_a_body))
