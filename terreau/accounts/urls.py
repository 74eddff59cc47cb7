"""The pages of django-allauth that we use, under its own names, and ours beside them."""

from allauth.account import views as allauth
from allauth.mfa.recovery_codes.views import download_recovery_codes
from django.urls import include, path

from terreau.accounts import keys, oidc, views

sign_in = [
    path("", views.SignIn.as_view(), name="account_login"),
    path("code/", views.SignInCode.as_view(), name="account_confirm_login_code"),
    path("passkey/", keys.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("second-factor/", keys.SecondFactor.as_view(), name="mfa_authenticate"),
]
sign_up = [
    path("", views.SignUp.as_view(), name="account_signup"),
    path("code/", views.AddressCode.as_view(), name="account_email_verification_sent"),
    path("passkey/", keys.SignUpByPasskey.as_view(), name="account_signup_by_passkey"),
    path("passkey/new/", keys.FirstPasskey.as_view(), name="mfa_signup_webauthn"),
]
mine = [
    path("", keys.Index.as_view(), name="mfa_index"),
    path("passkey/", keys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkey/<int:pk>/", keys.NamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("passkey/<int:pk>/remove/", keys.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("app/", keys.AddApp.as_view(), name="mfa_activate_totp"),
    path("app/remove/", keys.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("codes/", keys.Codes.as_view(), name="mfa_view_recovery_codes"),
    path("codes/new/", keys.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("codes/download/", download_recovery_codes, name="mfa_download_recovery_codes"),
]
confirm = [
    path("", keys.confirm, name="account_reauthenticate"),
    path("code/", keys.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path("passkey/", keys.ConfirmByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
]
identities = [
    path("", oidc.identities_page, name="socialaccount_connections"),
    path("<int:pk>/part/", oidc.part, name="account_part"),
    path("join/", oidc.join, name="account_join"),
    path("begin/", oidc.begin, name="oidc_begin"),
]
urlpatterns = [
    path("sign-in/", include(sign_in)),
    path("sign-up/", include(sign_up)),
    path("keys/", include(mine)),
    path("confirm/", include(confirm)),
    path("identities/", include(identities)),
    path("sign-out/", oidc.SignOut.as_view(), name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("link/<str:token>/", views.link, name="account_link"),
    path("addresses/", views.Addresses.as_view(), name="account_addresses"),
    path("sessions/", views.sessions, name="account_sessions"),
    path("sessions/<int:pk>/end/", views.end_session, name="account_end_session"),
    path("other-sessions/", views.end_other_sessions, name="account_end_other_sessions"),
    # allauth sends people who are signed in and have nothing to confirm to "account_email".
    path("", views.mine, name="account_email"),
]

# The provider knows one address each, so these have no language.
elsewhere = [
    path("callback/", oidc.callback, name="oidc_callback"),
    path("signed-out/", oidc.signed_out, name="oidc_signed_out"),
]
