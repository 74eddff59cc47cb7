"""Who acts where a job or another action of the house does: the public record names nobody."""


class Installation:
    uid = None
    is_authenticated = is_active = True
    is_staff = False

    def has_perm(self, permission, entry=None):
        return True


INSTALLATION = Installation()
