"""E-mail domains by which the people of an organization are known."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAME = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])"
)
MOST = 20
# Anybody may have an address there, so that it says nothing of where somebody works.
OPEN_TO_ALL = frozenset({
    "aol.com", "bbox.fr", "club-internet.fr", "free.fr", "gmail.com", "gmx.com", "gmx.de",
    "gmx.fr", "googlemail.com", "hotmail.be", "hotmail.com", "hotmail.fr", "icloud.com",
    "laposte.net", "live.be", "live.com", "live.fr", "mac.com", "mail.com", "mailo.com",
    "me.com", "msn.com", "neuf.fr", "numericable.fr", "orange.fr", "outlook.be", "outlook.com",
    "outlook.fr", "pm.me", "posteo.de", "posteo.net", "proton.me", "protonmail.ch",
    "protonmail.com", "riseup.net", "sfr.fr", "skynet.be", "tutanota.com", "tuta.com",
    "voila.fr", "wanadoo.fr", "web.de", "yahoo.be", "yahoo.com", "yahoo.fr", "ymail.com",
    "yopmail.com", "zoho.com",
})  # fmt: skip


def domain_of(email):
    """The domain of an e-mail address, folded; "" for what is none."""
    return email.rpartition("@")[2].strip().lower() if "@" in email else ""


def check_domains(names):
    """Raise ValidationError unless this is a list of domains that only an organization gives out.

    Folded, without "@", none twice, at most MOST.
    """
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValidationError(_("Write one domain a line."))
    if len(names) > MOST or len(set(names)) < len(names):
        raise ValidationError(
            _("Write each domain once, and at most %(most)d of them."), params={"most": MOST}
        )
    for name in names:
        if not NAME.fullmatch(name):
            raise ValidationError(
                _("“%(name)s” is no e-mail domain: write it as in ville.example.org."),
                params={"name": name[:80]},
            )
        if name in OPEN_TO_ALL:
            raise ValidationError(
                _("Anybody may have an address at %(name)s: it says nothing of where they work."),
                params={"name": name},
            )
