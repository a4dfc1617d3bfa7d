"""Addresses of one's own account, and of the link of an invitation."""

from django.urls import path

from agencies.views import absences, invitation, profile

app_name = "agencies"

urlpatterns = [
    path("profile/", profile.Profile.as_view(), name="profile"),
    path("profile/passphrase/", profile.Passphrase.as_view(), name="passphrase"),
    # sessions
    path("profile/sessions/", profile.Sessions.as_view(), name="sessions"),
    path("profile/sessions/end/", profile.EndSession.as_view(), name="session_end"),
    path(
        "profile/sessions/end-others/",
        profile.EndOtherSessions.as_view(),
        name="sessions_end_others",
    ),
    # absences
    path("profile/absences/", absences.Absences.as_view(), name="absence_add"),
    path("profile/absences/end/", absences.EndAbsence.as_view(), name="absence_end"),
    # invitation
    path(
        "invitation/<str:uidb64>/<str:token>/",
        invitation.Invitation.as_view(),
        name="invitation",
    ),
]
