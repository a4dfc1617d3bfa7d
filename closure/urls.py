"""Addresses of phase 4, all under /cases/<id>/."""

from django.urls import path

from closure.absorbed import acts as absorbed
from closure.absorbed.views import OneFile
from closure.closing import acts, around_acts
from closure.closing.views import Closing, PrintClosing
from closure.monitoring import acts as after
from closure.monitoring.views import Monitoring
from closure.reopening import acts as reopening
from closure.transfer import acts as transfer
from closure.transfer.views import TransferPage
from closure.without_year import acts as without_year
from closure.without_year.views import WithoutYear

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
    path("closure/", Closing.as_view(), name="closing"),
    path("closure/print/", PrintClosing.as_view(), name="print"),
    path("closure/propose/", acts.Propose.as_view(), name="propose"),
    path("closure/texts/", acts.CorrectProposal.as_view(), name="texts"),
    path("closure/withdraw/", acts.Withdraw.as_view(), name="withdraw"),
    path("closure/goals/<uuid:row>/", acts.WriteResult.as_view(), name="result"),
    path("closure/opinion/", acts.GiveOpinion.as_view(), name="opinion"),
    path("closure/opinions/ask/", around_acts.AskOnceMore.as_view(), name="ask_again"),
    path("closure/opinions/without/", around_acts.SignWithout.as_view(), name="without_opinion"),
    path("closure/commitments/<uuid:row>/", around_acts.DecidePromise.as_view(), name="promise"),
    path("closure/actions/<uuid:row>/", around_acts.LetGoOn.as_view(), name="goes_on"),
    path("closure/handovers/", around_acts.OfferHandover.as_view(), name="handover"),
    path(
        "closure/handovers/<uuid:row>/answer/",
        around_acts.AnswerHandover.as_view(),
        name="handover_answer",
    ),
    path("closure/informed/", around_acts.Inform.as_view(), name="inform"),
    path("closure/informed/<uuid:row>/", around_acts.CorrectInformed.as_view(), name="informed"),
    path("closure/sign/", acts.Sign.as_view(), name="sign"),
]
WITHOUT_YEAR = [
    path("without-year/", WithoutYear.as_view(), name="without_year"),
    path("without-year/propose/", without_year.Propose.as_view(), name="without_year_propose"),
    path("without-year/withdraw/", without_year.Withdraw.as_view(), name="without_year_withdraw"),
    path("without-year/sign/", without_year.Sign.as_view(), name="without_year_sign"),
]
TRANSFER = [
    path("transfer/", TransferPage.as_view(), name="transfer"),
    path("transfer/ask/", transfer.Ask.as_view(), name="transfer_ask"),
    path("transfer/accepted/", transfer.NoteAcceptance.as_view(), name="transfer_accepted"),
    path("transfer/call-off/", transfer.CallOff.as_view(), name="transfer_call_off"),
    path("transfer/decline/", transfer.Decline.as_view(), name="transfer_decline"),
    path("transfer/sign/", transfer.Sign.as_view(), name="transfer_sign"),
]
_QUESTION = "one-file/<uuid:row>"
ONE_FILE = [
    path("one-file/", OneFile.as_view(), name="one_file"),
    path("one-file/ask/", absorbed.Ask.as_view(), name="one_file_ask"),
    path(f"{_QUESTION}/take-back/", absorbed.TakeBack.as_view(), name="one_file_take_back"),
    path(f"{_QUESTION}/agree/", absorbed.Agree.as_view(), name="one_file_agree"),
    path(f"{_QUESTION}/decline/", absorbed.Decline.as_view(), name="one_file_decline"),
    path(f"{_QUESTION}/undo/", absorbed.AskUndoing.as_view(), name="one_file_undo"),
    path(
        f"{_QUESTION}/undo/confirm/",
        absorbed.ConfirmUndoing.as_view(),
        name="one_file_undo_confirm",
    ),
    path(
        f"{_QUESTION}/undo/decline/",
        absorbed.DeclineUndoing.as_view(),
        name="one_file_undo_decline",
    ),
    path("one-file/parts/<uuid:row>/", absorbed.StaysOut.as_view(), name="one_file_stays_out"),
]
urlpatterns = [*CLOSING, *MONITORING, *WITHOUT_YEAR, *TRANSFER, *ONE_FILE]
