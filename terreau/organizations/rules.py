import rules

from terreau.entries.rules import is_administrator, is_editor

rules.add_perm("organizations.create", is_administrator)
rules.add_perm("organizations.edit", is_administrator | is_editor)
rules.add_perm("organizations.close", is_administrator)
