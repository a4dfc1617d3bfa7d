from django.urls import path

from plans.views import analysis as analysis_views
from plans.views import analysis_acts as acts
from plans.views import plan as plan_views
from plans.views import plan_acts, plan_lines

app_name = "plans"
# Below /cases/<id>/
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
    path("plan/begin/", plan_acts.StartPlan.as_view(), name="begin"),
    path("plan/version/", plan_acts.StartVersion.as_view(), name="version"),
    path("plan/why/", plan_acts.WriteTexts.as_view(), name="texts"),
    path("plan/goals/", plan_lines.AddGoal.as_view(), name="goal_add"),
    path("plan/goals/<uuid:line>/", plan_lines.ChangeGoal.as_view(), name="goal_change"),
    path("plan/actions/", plan_lines.AddAction.as_view(), name="action_add"),
    path("plan/actions/propose/", plan_lines.ProposeAction.as_view(), name="action_propose"),
    path("plan/actions/<uuid:line>/", plan_lines.ChangeAction.as_view(), name="action_change"),
    path("plan/actions/<uuid:line>/move/", plan_lines.MoveAction.as_view(), name="action_move"),
    path("plan/actions/<uuid:line>/take-in/", plan_lines.TakeIn.as_view(), name="action_take_in"),
    path(
        "plan/actions/<uuid:line>/decline/",
        plan_lines.DeclineAction.as_view(),
        name="action_decline",
    ),
    path("plan/checkpoints/", plan_lines.AddCheckpoint.as_view(), name="checkpoint_add"),
    path(
        "plan/checkpoints/<uuid:line>/",
        plan_lines.ChangeCheckpoint.as_view(),
        name="checkpoint_change",
    ),
    path(
        "plan/<slug:kind>/<uuid:line>/take-out/",
        plan_lines.RemoveLine.as_view(),
        name="line_remove",
    ),
    path(
        "plan/<slug:kind>/<uuid:line>/bring-back/",
        plan_lines.RestoreLine.as_view(),
        name="line_restore",
    ),
    path("plan/approve/", plan_acts.Approve.as_view(), name="approve"),
    path("plan/confirm/", plan_acts.Confirm.as_view(), name="confirm"),
    path("plan/discard/", plan_acts.Discard.as_view(), name="discard"),
]
urlpatterns = [*ANALYSIS, *PLAN]
