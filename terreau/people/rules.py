import rules


@rules.predicate
def is_self(user, person=None):
    """Whether a profile is one's own."""
    return bool(person is not None and user.is_authenticated and person.user_id == user.pk)


@rules.predicate
def is_new(user, person=None):
    return person is None or person.pk is None


rules.add_perm("people.create", rules.is_authenticated & rules.is_active & is_new)
rules.add_perm("people.edit", is_self)
rules.add_perm("people.publish", is_self)
rules.add_perm("people.withdraw", is_self)
rules.add_perm("people.verify", is_self)
