"""Addresses of phases 2 and 3, all under /cases/<id>/."""

from django.urls import path

from plans.views import plan as plan_views

app_name = "plans"
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
urlpatterns = PLAN
