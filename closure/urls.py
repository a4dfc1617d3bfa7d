"""Addresses of phase 4, all under /cases/<id>/."""

from django.urls import path

from closure.closing import views
from closure.monitoring import acts as after
from closure.monitoring.views import Monitoring
from closure.reopening import acts as reopening

app_name = "closure"
_CHECK = "monitoring/checks/<uuid:row>"
MONITORING = [
    path("monitoring/", Monitoring.as_view(), name="monitoring"),
    path(f"{_CHECK}/", after.EnterCheck.as_view(), name="check"),
    path(f"{_CHECK}/not-held/", after.NotHeld.as_view(), name="not_held"),
    path(f"{_CHECK}/correct/", after.CorrectCheck.as_view(), name="correct"),
    path(f"{_CHECK}/person/", after.NamePerson.as_view(), name="person"),
    path(f"{_CHECK}/answer/", after.DeclineReopening.as_view(), name="answer"),
    path("monitoring/end/", after.EndMonitoring.as_view(), name="end"),
    path("monitoring/end-early/", after.EndEarly.as_view(), name="end_early"),
    path("monitoring/reopen/", reopening.Reopen.as_view(), name="reopen"),
    path("monitoring/told/<uuid:row>/", reopening.TellAgain.as_view(), name="told_again"),
]
CLOSING = [
    path("closure/", views.Closing.as_view(), name="closing"),
    path("closure/print/", views.PrintClosing.as_view(), name="print"),
    path("closure/propose/", views.Propose.as_view(), name="propose"),
    path("closure/texts/", views.CorrectProposal.as_view(), name="texts"),
    path("closure/withdraw/", views.Withdraw.as_view(), name="withdraw"),
    path("closure/goals/<uuid:row>/", views.WriteResult.as_view(), name="result"),
    path("closure/opinion/", views.GiveOpinion.as_view(), name="opinion"),
    path("closure/handovers/", views.OfferHandover.as_view(), name="handover"),
    path(
        "closure/handovers/<uuid:row>/answer/",
        views.AnswerHandover.as_view(),
        name="handover_answer",
    ),
    path("closure/informed/", views.Inform.as_view(), name="inform"),
    path("closure/informed/<uuid:row>/", views.CorrectInformed.as_view(), name="informed"),
    path("closure/sign/", views.Sign.as_view(), name="sign"),
]
urlpatterns = [*CLOSING, *MONITORING]
