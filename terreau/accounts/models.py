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

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("user")

    def __str__(self):
        return str(self.uid)
