"""The views of django-allauth that Relais uses, under the names that allauth expects.

Sign-up, addresses, codes and social accounts have no address.
"""

from django.urls import path, re_path

from agencies.views import account

urlpatterns = [
    path("login/", account.SignIn.as_view(), name="account_login"),
    path("logout/", account.SignOut.as_view(), name="account_logout"),
    path("confirm/", account.ConfirmIdentity.as_view(), name="account_reauthenticate"),
    path("password/reset/", account.AskReset.as_view(), name="account_reset_password"),
    path("password/reset/done/", account.ResetAsked.as_view(), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.ResetDone.as_view(),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.ChooseAfterReset.as_view(),
        name="account_reset_password_from_key",
    ),
]
