from django.urls import path

from intake.conference import acts as conference
from intake.first_analysis import acts as sections
from intake.first_analysis.views import FirstAnalysisPage
from intake.matching import acts as matching
from intake.matching.searches import Searches
from intake.matching.views import FormerMatch, Matches
from intake.opening import acts as opening
from intake.outcomes.acts import decided, deciding
from intake.roster import acts as roster
from intake.roster.views import RosterPage
from intake.signals import acts as signals
from intake.signals.views import SignalBefore, SignalList, SignalPage

app_name = "intake"
ANALYSIS = "<uuid:pk>/first-analysis/"
NAMED = "<uuid:pk>/who/<uuid:row>/"
OUTCOME = f"{ANALYSIS}outcomes/<uuid:row>/"
urlpatterns = [
    path("", SignalList.as_view(), name="list"),
    path("new/", signals.NewSignal.as_view(), name="new"),
    path("searches/", Searches.as_view(), name="searches"),
    # the duty roster
    path("roster/", RosterPage.as_view(), name="roster"),
    path("roster/add/", roster.AddTurn.as_view(), name="turn_add"),
    path("roster/<uuid:pk>/", roster.ChangeTurn.as_view(), name="turn_change"),
    path("roster/<uuid:pk>/remove/", roster.RemoveTurn.as_view(), name="turn_remove"),
    # /signals/<id>/
    path("<uuid:pk>/", SignalPage.as_view(), name="page"),
    path("<uuid:pk>/acknowledge/", signals.Acknowledge.as_view(), name="acknowledge"),
    path("<uuid:pk>/pass-on/", signals.PassOn.as_view(), name="pass_on"),
    path("<uuid:pk>/correct/", signals.Correct.as_view(), name="correct"),
    path("<uuid:pk>/source/", signals.RevealSource.as_view(), name="reveal_source"),
    path("<uuid:pk>/source/correct/", signals.CorrectSource.as_view(), name="correct_source"),
    path("<uuid:pk>/advice/", deciding.GiveAdvice.as_view(), name="advice"),
    path("<uuid:pk>/to-the-table/", deciding.ToConference.as_view(), name="to_conference"),
    path("<uuid:pk>/conference/", conference.RecordConference.as_view(), name="conference"),
    path(
        "<uuid:pk>/conference/correct/",
        conference.CorrectConference.as_view(),
        name="correct_conference",
    ),
    path("<uuid:pk>/before/<slug:kind>/<uuid:row>/", SignalBefore.as_view(), name="before"),
    path("<uuid:pk>/open-case/", opening.OpenCase.as_view(), name="open_case"),
    # /signals/<id>/first-analysis/
    path(ANALYSIS, FirstAnalysisPage.as_view(), name="first_analysis"),
    path(f"{ANALYSIS}source/", sections.AssessSource.as_view(), name="assess_source"),
    path(f"{ANALYSIS}security/", sections.Security.as_view(), name="security"),
    path(f"{ANALYSIS}security/answer/", sections.SecurityAnswer.as_view(), name="security_answer"),
    path(f"{ANALYSIS}minor/", sections.MinorSection.as_view(), name="minor"),
    path(f"{ANALYSIS}questions/", sections.Questions.as_view(), name="questions"),
    path(f"{ANALYSIS}take-back/<slug:section>/", sections.TakeBack.as_view(), name="take_back"),
    path(f"{ANALYSIS}decide/<slug:kind>/", deciding.Decide.as_view(), name="decide"),
    path(f"{OUTCOME}second-reading/", decided.SecondReading.as_view(), name="second_reading"),
    path(f"{OUTCOME}withdraw/", decided.WithdrawProposal.as_view(), name="withdraw"),
    path(f"{OUTCOME}reopen/", decided.ReopenSignal.as_view(), name="reopen"),
    path(f"{OUTCOME}undo/", decided.UndoOutcome.as_view(), name="undo"),
    path(f"{OUTCOME}separate/", decided.Separate.as_view(), name="separate"),
    path(f"{OUTCOME}take-off/", decided.TakeOff.as_view(), name="take_off"),
    path(f"{OUTCOME}answer/", decided.NoteAnswer.as_view(), name="answer"),
    # is this person known already?
    path("<uuid:pk>/who/", matching.NamePerson.as_view(), name="name_person"),
    path(f"{NAMED}", matching.CorrectNamed.as_view(), name="correct_named"),
    path(f"{NAMED}take-back/", matching.TakeNameBack.as_view(), name="take_name_back"),
    path(f"{NAMED}minor/", sections.MinorOf.as_view(), name="minor_of"),
    path(f"{NAMED}no-file/", opening.LeaveWithoutFile.as_view(), name="no_file"),
    path("<uuid:pk>/nobody/", matching.LeaveUnnamed.as_view(), name="leave_unnamed"),
    path("<uuid:pk>/matches/", Matches.as_view(), name="matches"),
    path("<uuid:pk>/matches/<uuid:candidate>/", FormerMatch.as_view(), name="former_match"),
    path(f"{NAMED}matches/<uuid:candidate>/", matching.AnswerMatch.as_view(), name="answer_match"),
]
