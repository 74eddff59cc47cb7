"""What is said of an act on one's account: on the next page, and in a message to the address."""

from django.utils.translation import gettext_lazy as _

# By the template that django-allauth would use.
ON_THE_PAGE = {
    "account/messages/cannot_delete_primary_email.txt": _(
        "Messages go to this address: choose another for them first, then remove it."
    ),
    "account/messages/email_confirmation_failed.txt": _(
        "This address belongs to another account already."
    ),
    "account/messages/email_deleted.txt": _("The address was removed."),
    "account/messages/primary_email_set.txt": _("Messages go to this address from now on."),
    "account/messages/unverified_primary_email.txt": _("Prove this address first."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes: keep them safe."),
    "mfa/messages/totp_activated.txt": _("The app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The app was removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
    "socialaccount/messages/account_connected.txt": _("This identity was joined to your account."),
    "socialaccount/messages/account_connected_other.txt": _(
        "This identity opens another account. Sign in to that one to part it from there first."
    ),
    "socialaccount/messages/account_connected_updated.txt": _(
        "This identity was joined to your account before."
    ),
}
BY_MESSAGE = {
    "account/email/email_changed": _(
        "Messages about your account go to another of your addresses from now on."
    ),
    "account/email/email_deleted": _("An e-mail address was removed from your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
    "mfa/email/totp_activated": _("An app was set up as second factor of your account."),
    "mfa/email/totp_deactivated": _("The app was removed as second factor of your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
    "socialaccount/email/account_connected": _(
        "An identity was joined to your account: it can sign in to it from now on."
    ),
    "socialaccount/email/account_disconnected": _("An identity was parted from your account."),
}
