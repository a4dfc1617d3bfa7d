"""Addresses of phases 2 and 3, all under /cases/<id>/."""

from django.urls import path

from plans.analysis import acts
from plans.analysis import views as analysis_views
from plans.carrying import acts as carrying_acts
from plans.carrying import happenings as carrying_happenings
from plans.carrying import views as carrying_views
from plans.checkpoints import acts as checkpoint_acts
from plans.checkpoints import views as checkpoint_views
from plans.paper import acts as paper_acts
from plans.plan import acts as plan_acts
from plans.plan import line_acts as plan_lines
from plans.plan import views as plan_page

app_name = "plans"
ANALYSIS = [
    path("analysis/", analysis_views.Analysis.as_view(), name="analysis"),
    path("analysis/gaps/", acts.AddGap.as_view(), name="gap_add"),
    path("analysis/gaps/<uuid:row>/", acts.CorrectGap.as_view(), name="gap_correct"),
    path("analysis/gaps/<uuid:row>/ask/", acts.AskGap.as_view(), name="gap_ask"),
    path("analysis/gaps/<uuid:row>/answer/", acts.AnswerGap.as_view(), name="gap_answer"),
    path("analysis/gaps/<uuid:row>/settle/", acts.SettleGap.as_view(), name="gap_settle"),
    path("analysis/gaps/<uuid:row>/reopen/", acts.ReopenGap.as_view(), name="gap_reopen"),
    path("analysis/factors/", acts.AddFactor.as_view(), name="factor_add"),
    path("analysis/factors/<uuid:row>/", acts.CorrectFactor.as_view(), name="factor_correct"),
    path(
        "analysis/factors/<uuid:row>/withdraw/",
        acts.WithdrawFactor.as_view(),
        name="factor_withdraw",
    ),
    path(
        "analysis/factors/<uuid:row>/restore/",
        acts.RestoreFactor.as_view(),
        name="factor_restore",
    ),
    path("analysis/levels/", acts.RateDomain.as_view(), name="level_rate"),
    path("analysis/levels/joint/", acts.AgreeLevel.as_view(), name="level_agree"),
    path("analysis/readings/", acts.AddInterpretation.as_view(), name="interpretation_add"),
    path(
        "analysis/readings/<uuid:row>/",
        acts.WeighInterpretation.as_view(),
        name="interpretation_weigh",
    ),
    path("analysis/views/", acts.AddViewpoint.as_view(), name="viewpoint_add"),
]
PLAN = [
    path("plan/", plan_page.PlanPage.as_view(), name="plan"),
    path("plan/print/", plan_page.PrintPlan.as_view(), name="print"),
    path("plan/start/", plan_acts.StartPlan.as_view(), name="start"),
    path("plan/version/", plan_acts.StartVersion.as_view(), name="version"),
    path("plan/texts/", plan_acts.WriteTexts.as_view(), name="texts"),
    path("plan/goals/", plan_lines.AddGoal.as_view(), name="goal_add"),
    path("plan/goals/<uuid:row>/", plan_lines.ChangeGoal.as_view(), name="goal"),
    path("plan/actions/", plan_lines.AddAction.as_view(), name="action_add"),
    path("plan/actions/<uuid:row>/", plan_lines.ChangeAction.as_view(), name="action"),
    path("plan/actions/<uuid:row>/move/", plan_lines.MoveAction.as_view(), name="action_move"),
    path("plan/checkpoints/", plan_lines.AddCheckpoint.as_view(), name="checkpoint_add"),
    path("plan/checkpoints/<uuid:row>/", plan_lines.ChangeCheckpoint.as_view(), name="checkpoint"),
    path("plan/lines/<uuid:row>/remove/", plan_lines.RemoveLine.as_view(), name="line_remove"),
    path("plan/lines/<uuid:row>/restore/", plan_lines.RestoreLine.as_view(), name="line_restore"),
    path("plan/proposals/", plan_lines.Propose.as_view(), name="propose"),
    path("plan/proposals/<uuid:row>/take/", plan_lines.TakeIn.as_view(), name="take_in"),
    path("plan/proposals/<uuid:row>/decline/", plan_lines.Decline.as_view(), name="decline"),
    path("plan/discard/", plan_acts.Discard.as_view(), name="discard"),
    path("plan/approve/", plan_acts.Approve.as_view(), name="approve"),
    path("plan/confirm/", plan_acts.Confirm.as_view(), name="confirm"),
    path("plan/sign/", paper_acts.SignPlan.as_view(), name="paper_sign"),
]
_ACTION = "carrying/actions/<uuid:row>"
_EFFECT = "carrying/effects/<uuid:row>"
_PROMISE = "carrying/commitments/<uuid:row>"
CARRYING = [
    path("carrying/", carrying_views.Carrying.as_view(), name="carrying"),
    path("carrying/start/", carrying_acts.Start.as_view(), name="carrying_start"),
    path("carrying/pause/", carrying_happenings.PauseCase.as_view(), name="pause"),
    path("carrying/resume/", carrying_happenings.Resume.as_view(), name="resume"),
    path(f"{_ACTION}/accept/", carrying_acts.Accept.as_view(), name="action_accept"),
    path(f"{_ACTION}/decline/", carrying_acts.Decline.as_view(), name="action_decline"),
    path(f"{_ACTION}/absence/", carrying_acts.AnswerAbsence.as_view(), name="action_absence"),
    path(f"{_ACTION}/report/", carrying_acts.Report.as_view(), name="action_report"),
    path(f"{_ACTION}/finish/", carrying_acts.Finish.as_view(), name="action_finish"),
    path(f"{_ACTION}/outcome/", carrying_acts.CorrectOutcome.as_view(), name="action_outcome"),
    path(f"{_ACTION}/stop/", carrying_acts.Stop.as_view(), name="action_stop"),
    path(f"{_ACTION}/check/", carrying_acts.Verify.as_view(), name="action_verify"),
    path(
        "carrying/reports/<uuid:row>/", carrying_acts.CorrectReport.as_view(), name="report_correct"
    ),
    path("carrying/effects/", carrying_happenings.AddEffect.as_view(), name="effect_add"),
    path(f"{_EFFECT}/", carrying_happenings.CorrectEffect.as_view(), name="effect_correct"),
    path(f"{_EFFECT}/respond/", carrying_happenings.Respond.as_view(), name="effect_respond"),
    path(f"{_EFFECT}/close/", carrying_happenings.CloseEffect.as_view(), name="effect_close"),
    path(
        "carrying/commitments/", carrying_happenings.AddCommitment.as_view(), name="commitment_add"
    ),
    path(
        f"{_PROMISE}/", carrying_happenings.CorrectCommitment.as_view(), name="commitment_correct"
    ),
    path(f"{_PROMISE}/move/", carrying_happenings.MoveCommitment.as_view(), name="commitment_move"),
    path(f"{_PROMISE}/settle/", carrying_happenings.Settle.as_view(), name="commitment_settle"),
]
_HELD = "checkpoints/<uuid:row>"
CHECKPOINTS = [
    path("checkpoints/", checkpoint_views.CheckpointsPage.as_view(), name="checkpoints"),
    path("checkpoints/hold/", checkpoint_acts.OpenCheckpoint.as_view(), name="checkpoint_open"),
    path(f"{_HELD}/", checkpoint_views.CheckpointPage.as_view(), name="checkpoint_page"),
    path(f"{_HELD}/conclude/", checkpoint_acts.Conclude.as_view(), name="checkpoint_conclude"),
    path(f"{_HELD}/cancel/", checkpoint_acts.Cancel.as_view(), name="checkpoint_cancel"),
    path(f"{_HELD}/day/", checkpoint_acts.CorrectDay.as_view(), name="checkpoint_day"),
    path(
        f"{_HELD}/sections/<slug:section>/",
        checkpoint_acts.WriteSection.as_view(),
        name="checkpoint_section",
    ),
]
urlpatterns = [*ANALYSIS, *PLAN, *CARRYING, *CHECKPOINTS]
