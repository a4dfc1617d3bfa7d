from django.urls import path

from intake import views

app_name = "intake"
ANALYSIS = "<uuid:pk>/first-analysis/"
OUTCOME = f"{ANALYSIS}outcomes/<uuid:outcome>/"
urlpatterns = [
    path("", views.SignalList.as_view(), name="list"),
    path("new/", views.NewSignal.as_view(), name="new"),
    path("searches/", views.Searches.as_view(), name="searches"),
    # /signals/<id>/
    path("<uuid:pk>/", views.SignalPage.as_view(), name="page"),
    path("<uuid:pk>/acknowledge/", views.Acknowledge.as_view(), name="acknowledge"),
    path("<uuid:pk>/pass-on/", views.PassOn.as_view(), name="pass_on"),
    path("<uuid:pk>/correct/", views.Correct.as_view(), name="correct"),
    path("<uuid:pk>/source/", views.RevealSource.as_view(), name="reveal_source"),
    path("<uuid:pk>/advice/", views.GiveAdvice.as_view(), name="advice"),
    path("<uuid:pk>/to-the-table/", views.ToConference.as_view(), name="to_conference"),
    path("<uuid:pk>/conference/", views.RecordConference.as_view(), name="conference"),
    path(
        "<uuid:pk>/conference/correct/",
        views.CorrectConference.as_view(),
        name="correct_conference",
    ),
    path("<uuid:pk>/open-case/", views.OpenCase.as_view(), name="open_case"),
    # /signals/<id>/first-analysis/
    path(ANALYSIS, views.FirstAnalysisPage.as_view(), name="first_analysis"),
    path(f"{ANALYSIS}source/", views.AssessSource.as_view(), name="assess_source"),
    path(f"{ANALYSIS}security/", views.Security.as_view(), name="security"),
    path(f"{ANALYSIS}security/answer/", views.SecurityAnswer.as_view(), name="security_answer"),
    path(f"{ANALYSIS}minor/", views.MinorSection.as_view(), name="minor"),
    path(f"{ANALYSIS}questions/", views.Questions.as_view(), name="questions"),
    path(f"{ANALYSIS}take-back/<slug:check>/", views.TakeBack.as_view(), name="take_back"),
    path(f"{ANALYSIS}decide/<slug:kind>/", views.Decide.as_view(), name="decide"),
    path(f"{OUTCOME}second-reading/", views.SecondReading.as_view(), name="second_reading"),
    path(f"{OUTCOME}withdraw/", views.WithdrawProposal.as_view(), name="withdraw"),
    path(f"{OUTCOME}undo/", views.UndoOutcome.as_view(), name="undo"),
    path(f"{OUTCOME}separate/", views.Separate.as_view(), name="separate"),
    path(f"{OUTCOME}take-off/", views.TakeOff.as_view(), name="take_off"),
    path(f"{OUTCOME}answer/", views.NoteAnswer.as_view(), name="answer"),
    # is this person known already?
    path("<uuid:pk>/who/", views.NamePerson.as_view(), name="name_person"),
    path("<uuid:pk>/matches/", views.Matches.as_view(), name="matches"),
    path("<uuid:pk>/matches/<uuid:candidate>/", views.AnswerMatch.as_view(), name="answer_match"),
]
