"""Addresses of files from paper before they are cases, under /papers/."""

from django.urls import path

from plans.paper import acts, views

app_name = "papers"
urlpatterns = [
    path("", views.Papers.as_view(), name="list"),
    path("new/", acts.OpenPaper.as_view(), name="new"),
    path("<uuid:pk>/", views.PaperPage.as_view(), name="page"),
    path("<uuid:pk>/opening/", acts.CorrectOpening.as_view(), name="opening"),
    path("<uuid:pk>/type/", acts.TypePaper.as_view(), name="type"),
    path("<uuid:pk>/hand-over/", acts.HandOver.as_view(), name="hand_over"),
    path("<uuid:pk>/give-back/", acts.GiveBack.as_view(), name="give_back"),
    path("<uuid:pk>/confirm/", acts.ConfirmPaper.as_view(), name="confirm"),
    path("<uuid:pk>/call-off/", acts.CallOff.as_view(), name="call_off"),
]
