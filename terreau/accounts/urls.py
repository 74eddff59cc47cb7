"""The pages of django-allauth that we use, under its own names, and ours beside them."""

from allauth.account import views as allauth
from django.urls import path

from terreau.accounts import views

urlpatterns = [
    path("sign-in/", allauth.login, name="account_login"),
    path("sign-in/code/", views.SignInCode.as_view(), name="account_confirm_login_code"),
    path("sign-up/", allauth.signup, name="account_signup"),
    path("sign-up/code/", views.AddressCode.as_view(), name="account_email_verification_sent"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("link/<str:token>/", views.link, name="account_link"),
    path("other-sessions/", views.end_other_sessions, name="account_end_other_sessions"),
    # allauth sends people who are signed in and have nothing to confirm to "account_email".
    path("", views.mine, name="account_email"),
]
