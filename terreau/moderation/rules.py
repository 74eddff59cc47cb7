import rules

from terreau.entries.rules import is_moderator, is_shown

is_somebody = rules.is_authenticated & rules.is_active

rules.add_perm("moderation.report", is_somebody & is_shown)
rules.add_perm("moderation.hide", is_moderator)
rules.add_perm("moderation.keep", is_moderator)
rules.add_perm("moderation.show", is_moderator)
# Whether it was about something of theirs is asked of the thing itself.
rules.add_perm("moderation.appeal", is_somebody)
rules.add_perm("moderation.settle", is_moderator)
rules.add_perm("moderation.see_queue", is_moderator)
