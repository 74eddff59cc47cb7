"""What one's account holds, as rows of the component row_list."""

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from terreau.accounts.devices import device

Kind = Authenticator.Type


def day(moment):
    return date_format(localtime(moment), "DATE_FORMAT")


def of_address(address, to_manage=False):
    row = {"title": address.email, "actions": []}
    if address.primary:
        row["badge"] = {"label": _("messages go here"), "tone": "success"}
    elif not address.verified:
        row["badge"] = {"label": _("not proven"), "tone": "warn"}
    if not to_manage:
        return row
    given = {"action": reverse("account_addresses"), "hidden": {"email": address.email}}
    if not address.verified:
        row["actions"].append(given | {"label": _("Prove"), "name": "action_send"})
    elif not address.primary:
        row["actions"].append(given | {"label": _("Send messages here"), "name": "action_primary"})
    if not address.primary:
        row["actions"].append(given | {"label": _("Remove"), "name": "action_remove"})
    return row


def of_factor(factor, to_manage=False):
    given = {"day": day(factor.created_at)}
    text = _("Since %(day)s") % given
    if factor.last_used_at:
        given["used"] = day(factor.last_used_at)
        text = _("Since %(day)s, last used on %(used)s") % given
    if factor.type != Kind.WEBAUTHN:
        title = _("App that shows codes") if factor.type == Kind.TOTP else _("Recovery codes")
        return {"title": title, "text": text}
    row = {"title": factor.wrap().name, "text": text}
    if to_manage:
        row["actions"] = [
            {"label": _("Rename"), "url": reverse("mfa_edit_webauthn", args=[factor.pk])},
            {"label": _("Remove"), "url": reverse("mfa_remove_webauthn", args=[factor.pk])},
        ]
    else:
        row["badge"] = {"label": _("passkey")}
    return row


def of_identity(account, to_manage=False):
    """Names that the provider told, else an address: shown to their owner alone."""
    told = account.extra_data
    names = (told.get("given_name"), told.get("usual_name") or told.get("family_name"))
    row = {
        "title": " ".join(filter(None, names)) or told.get("email") or account.provider,
        "text": _("Joined on %(day)s, last used on %(used)s")
        % {"day": day(account.date_joined), "used": day(account.last_login)},
    }
    if to_manage:
        part = {"label": _("Part"), "action": reverse("account_part", args=[account.pk])}
        row["actions"] = [part]
    return row


def of_session(session, this_key):
    seen = date_format(localtime(session.last_seen_at), "DATETIME_FORMAT")
    row = {
        "title": device(session.user_agent),
        "text": _("Last seen %(moment)s, from %(place)s") % {"moment": seen, "place": session.ip},
    }
    if session.session_key == this_key:
        return row | {"badge": {"label": _("this one"), "tone": "success"}}
    end = {
        "label": _("Sign out there"),
        "action": reverse("account_end_session", args=[session.pk]),
    }
    return row | {"actions": [end]}
