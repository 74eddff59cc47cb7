import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email=self.folded(email))

    def create_user(self, email, password=None, **given):
        if not email or "@" not in email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=self.folded(email), **given)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **given):
        return self.create_user(email, password, **given | {"is_staff": True, "is_superuser": True})

    @staticmethod
    def folded(email):
        return email.strip().lower()


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in by e-mail. The uid is all that the public record ever says of them."""

    email = models.EmailField(_("e-mail address"), unique=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=8, default="fr")
    is_staff = models.BooleanField(_("administrator"), default=False)
    is_moderator = models.BooleanField(_("moderator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_demonstration = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    RIGHTS = ("is_staff", "is_superuser")
    awaits_second_factor = False  # never stored: see hold_back

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("user")

    def __str__(self):
        return str(self.uid)

    def hold_back(self):
        """Take an administrator's rights from this object, not from the row: for one request."""
        self.held_back = {name: getattr(self, name) for name in self.RIGHTS}
        self.awaits_second_factor = True
        for name in self.RIGHTS:
            setattr(self, name, False)

    def save(self, *args, **kwargs):
        if not self.awaits_second_factor:
            return super().save(*args, **kwargs)
        for name, value in self.held_back.items():  # the row keeps what the request may not use
            setattr(self, name, value)
        try:
            return super().save(*args, **kwargs)
        finally:
            self.hold_back()
