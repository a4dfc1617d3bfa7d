from django.urls import path

from intake.first_analysis import views as first_analysis_views
from intake.matching import searches
from intake.matching import views as matching_views
from intake.outcomes import views
from intake.signals.views import acts as signals_acts
from intake.signals.views import capture as signals_capture
from intake.signals.views import pages as signals_pages

app_name = "intake"
ANALYSIS = "<uuid:pk>/first-analysis/"
OUTCOME = f"{ANALYSIS}outcomes/<uuid:outcome>/"
urlpatterns = [
    path("", signals_pages.SignalList.as_view(), name="list"),
    path("new/", signals_capture.NewSignal.as_view(), name="new"),
    path("searches/", searches.Searches.as_view(), name="searches"),
    # /signals/<id>/
    path("<uuid:pk>/", signals_pages.SignalPage.as_view(), name="page"),
    path("<uuid:pk>/acknowledge/", signals_acts.Acknowledge.as_view(), name="acknowledge"),
    path("<uuid:pk>/pass-on/", signals_acts.PassOn.as_view(), name="pass_on"),
    path("<uuid:pk>/correct/", signals_acts.Correct.as_view(), name="correct"),
    path("<uuid:pk>/source/", signals_acts.RevealSource.as_view(), name="reveal_source"),
    path("<uuid:pk>/advice/", views.GiveAdvice.as_view(), name="advice"),
    path("<uuid:pk>/to-the-table/", views.ToConference.as_view(), name="to_conference"),
    path("<uuid:pk>/conference/", views.RecordConference.as_view(), name="conference"),
    path(
        "<uuid:pk>/conference/correct/",
        views.CorrectConference.as_view(),
        name="correct_conference",
    ),
    path("<uuid:pk>/open-case/", signals_acts.OpenCase.as_view(), name="open_case"),
    # /signals/<id>/first-analysis/
    path(ANALYSIS, first_analysis_views.FirstAnalysisPage.as_view(), name="first_analysis"),
    path(f"{ANALYSIS}source/", first_analysis_views.AssessSource.as_view(), name="assess_source"),
    path(f"{ANALYSIS}security/", first_analysis_views.Security.as_view(), name="security"),
    path(
        f"{ANALYSIS}security/answer/",
        first_analysis_views.SecurityAnswer.as_view(),
        name="security_answer",
    ),
    path(f"{ANALYSIS}minor/", first_analysis_views.MinorSection.as_view(), name="minor"),
    path(f"{ANALYSIS}questions/", first_analysis_views.Questions.as_view(), name="questions"),
    path(
        f"{ANALYSIS}take-back/<slug:check>/",
        first_analysis_views.TakeBack.as_view(),
        name="take_back",
    ),
    path(f"{ANALYSIS}decide/<slug:kind>/", views.Decide.as_view(), name="decide"),
    path(f"{OUTCOME}second-reading/", views.SecondReading.as_view(), name="second_reading"),
    path(f"{OUTCOME}withdraw/", views.WithdrawProposal.as_view(), name="withdraw"),
    path(f"{OUTCOME}undo/", views.UndoOutcome.as_view(), name="undo"),
    path(f"{OUTCOME}separate/", views.Separate.as_view(), name="separate"),
    path(f"{OUTCOME}take-off/", views.TakeOff.as_view(), name="take_off"),
    path(f"{OUTCOME}answer/", views.NoteAnswer.as_view(), name="answer"),
    # is this person known already?
    path("<uuid:pk>/who/", matching_views.NamePerson.as_view(), name="name_person"),
    path("<uuid:pk>/matches/", matching_views.Matches.as_view(), name="matches"),
    path(
        "<uuid:pk>/matches/<uuid:candidate>/",
        matching_views.AnswerMatch.as_view(),
        name="answer_match",
    ),
]
