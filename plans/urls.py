from django.urls import path

from plans.views import analysis as analysis_views
from plans.views import analysis_acts as acts

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
urlpatterns = [*ANALYSIS]
