"""Addresses of phases 2 and 3, all under /cases/<id>/."""

from django.urls import path

from plans.views import analysis as analysis_views
from plans.views import analysis_acts as acts
from plans.views import carrying as carry
from plans.views import checking
from plans.views import plan as plan_views

app_name = "plans"
ANALYSIS = [
    path("analysis/", analysis_views.Analysis.as_view(), name="analysis"),
    path("analysis/gaps/", acts.AddGap.as_view(), name="gap_add"),
    path("analysis/gaps/<uuid:line>/", acts.CorrectGap.as_view(), name="gap_correct"),
    path("analysis/gaps/<uuid:line>/ask/", acts.AskGap.as_view(), name="gap_ask"),
    path("analysis/gaps/<uuid:line>/answer/", acts.AnswerGap.as_view(), name="gap_answer"),
    path("analysis/gaps/<uuid:line>/settle/", acts.SettleGap.as_view(), name="gap_settle"),
    path("analysis/gaps/<uuid:line>/reopen/", acts.ReopenGap.as_view(), name="gap_reopen"),
    path("analysis/factors/", acts.AddFactor.as_view(), name="factor_add"),
    path("analysis/factors/<uuid:line>/", acts.CorrectFactor.as_view(), name="factor_correct"),
    path(
        "analysis/factors/<uuid:line>/withdraw/",
        acts.WithdrawFactor.as_view(),
        name="factor_withdraw",
    ),
    path(
        "analysis/factors/<uuid:line>/restore/",
        acts.RestoreFactor.as_view(),
        name="factor_restore",
    ),
    path("analysis/levels/", acts.RateDomain.as_view(), name="level_rate"),
    path("analysis/levels/joint/", acts.AgreeLevel.as_view(), name="level_agree"),
    path("analysis/readings/", acts.AddInterpretation.as_view(), name="interpretation_add"),
    path(
        "analysis/readings/<uuid:line>/",
        acts.WeighInterpretation.as_view(),
        name="interpretation_weigh",
    ),
    path("analysis/views/", acts.AddViewpoint.as_view(), name="viewpoint_add"),
]
PLAN = [
    path("plan/", plan_views.PlanPage.as_view(), name="plan"),
    path("plan/print/", plan_views.PrintPlan.as_view(), name="print"),
    path("plan/start/", plan_views.StartPlan.as_view(), name="start"),
    path("plan/version/", plan_views.StartVersion.as_view(), name="version"),
    path("plan/texts/", plan_views.WriteTexts.as_view(), name="texts"),
    path("plan/goals/", plan_views.AddGoal.as_view(), name="goal_add"),
    path("plan/goals/<uuid:row>/", plan_views.ChangeGoal.as_view(), name="goal"),
    path("plan/actions/", plan_views.AddAction.as_view(), name="action_add"),
    path("plan/actions/<uuid:row>/", plan_views.ChangeAction.as_view(), name="action"),
    path("plan/actions/<uuid:row>/move/", plan_views.MoveAction.as_view(), name="action_move"),
    path("plan/checkpoints/", plan_views.AddCheckpoint.as_view(), name="checkpoint_add"),
    path("plan/checkpoints/<uuid:row>/", plan_views.ChangeCheckpoint.as_view(), name="checkpoint"),
    path("plan/lines/<uuid:row>/remove/", plan_views.RemoveLine.as_view(), name="line_remove"),
    path("plan/lines/<uuid:row>/restore/", plan_views.RestoreLine.as_view(), name="line_restore"),
    path("plan/proposals/", plan_views.Propose.as_view(), name="propose"),
    path("plan/proposals/<uuid:row>/take/", plan_views.TakeIn.as_view(), name="take_in"),
    path("plan/proposals/<uuid:row>/decline/", plan_views.Decline.as_view(), name="decline"),
    path("plan/discard/", plan_views.Discard.as_view(), name="discard"),
    path("plan/approve/", plan_views.Approve.as_view(), name="approve"),
    path("plan/confirm/", plan_views.Confirm.as_view(), name="confirm"),
]
_ACTION = "carrying/actions/<uuid:row>"
_EFFECT = "carrying/effects/<uuid:row>"
_PROMISE = "carrying/commitments/<uuid:row>"
CARRYING = [
    path("carrying/", carry.Carrying.as_view(), name="carrying"),
    path("carrying/start/", carry.Start.as_view(), name="carrying_start"),
    path("carrying/pause/", carry.PauseCase.as_view(), name="pause"),
    path("carrying/resume/", carry.Resume.as_view(), name="resume"),
    path(f"{_ACTION}/accept/", carry.Accept.as_view(), name="action_accept"),
    path(f"{_ACTION}/decline/", carry.Decline.as_view(), name="action_decline"),
    path(f"{_ACTION}/absence/", carry.AnswerAbsence.as_view(), name="action_absence"),
    path(f"{_ACTION}/report/", carry.Report.as_view(), name="action_report"),
    path(f"{_ACTION}/finish/", carry.Finish.as_view(), name="action_finish"),
    path(f"{_ACTION}/outcome/", carry.CorrectOutcome.as_view(), name="action_outcome"),
    path(f"{_ACTION}/stop/", carry.Stop.as_view(), name="action_stop"),
    path(f"{_ACTION}/check/", carry.Check.as_view(), name="action_check"),
    path("carrying/reports/<uuid:row>/", carry.CorrectReport.as_view(), name="report_correct"),
    path("carrying/effects/", carry.AddEffect.as_view(), name="effect_add"),
    path(f"{_EFFECT}/", carry.CorrectEffect.as_view(), name="effect_correct"),
    path(f"{_EFFECT}/respond/", carry.Respond.as_view(), name="effect_respond"),
    path(f"{_EFFECT}/close/", carry.CloseEffect.as_view(), name="effect_close"),
    path("carrying/commitments/", carry.AddCommitment.as_view(), name="commitment_add"),
    path(f"{_PROMISE}/", carry.CorrectCommitment.as_view(), name="commitment_correct"),
    path(f"{_PROMISE}/settle/", carry.Settle.as_view(), name="commitment_settle"),
]
_HELD = "checkpoints/<uuid:row>"
CHECKING = [
    path("checkpoints/", checking.Checkpoints.as_view(), name="checkpoints"),
    path("checkpoints/hold/", checking.OpenCheckpoint.as_view(), name="checkpoint_open"),
    path(f"{_HELD}/", checking.Checking.as_view(), name="checking"),
    path(f"{_HELD}/conclude/", checking.Conclude.as_view(), name="checkpoint_conclude"),
    path(f"{_HELD}/cancel/", checking.Cancel.as_view(), name="checkpoint_cancel"),
    path(f"{_HELD}/day/", checking.CorrectDay.as_view(), name="checkpoint_day"),
    path(
        f"{_HELD}/sections/<slug:section>/",
        checking.WriteSection.as_view(),
        name="checkpoint_section",
    ),
]
urlpatterns = [*ANALYSIS, *PLAN, *CARRYING, *CHECKING]
