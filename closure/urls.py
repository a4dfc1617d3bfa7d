"""Addresses of phase 4, all under /cases/<id>/."""

from django.urls import path

from closure.views import monitoring as after

app_name = "closure"
_CHECK = "monitoring/checks/<uuid:row>"
MONITORING = [
    path("monitoring/", after.Monitoring.as_view(), name="monitoring"),
    path(f"{_CHECK}/", after.EnterCheck.as_view(), name="check"),
    path(f"{_CHECK}/not-held/", after.NotHeld.as_view(), name="not_held"),
    path(f"{_CHECK}/correct/", after.CorrectCheck.as_view(), name="correct"),
    path(f"{_CHECK}/person/", after.NamePerson.as_view(), name="person"),
    path(f"{_CHECK}/answer/", after.DeclineReopening.as_view(), name="answer"),
    path("monitoring/end/", after.EndMonitoring.as_view(), name="end"),
    path("monitoring/end-early/", after.EndEarly.as_view(), name="end_early"),
    path("monitoring/reopen/", after.Reopen.as_view(), name="reopen"),
    path("monitoring/told/<uuid:row>/", after.TellAgain.as_view(), name="told_again"),
]
urlpatterns = [*MONITORING]
