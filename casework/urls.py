"""Every address of Relais. A route that tests/access/ does not know fails the tests."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from casework.information import acts as information
from casework.information import misplaced_acts
from casework.persons import acts as persons
from casework.relationships import acts as relationships
from casework.team import acts as team
from casework.team import left_alone
from casework.team.views import CaseTeam
from casework.views import authorisations, before, case, own, pages
from intake.opening.acts import StartAnalysis
from operations import demo_sign_in
from operations.admin import site
from worklist import front_page, jump, my_work
from worklist.searching import officer
from worklist.searching import views as searching
from worklist.searching.whom import Whom

handler400 = "casework.middleware.bad_request"
handler500 = "casework.middleware.server_error"

urlpatterns = [
    path("", my_work.MyWork.as_view(), name="home"),
    path("jump/", jump.Jump.as_view(), name="jump"),
    path("search/", searching.Search.as_view(), name="search"),
    path("search/whom/", Whom.as_view(), name="search_whom"),
    path("search/log/", officer.SearchLog.as_view(), name="search_log"),
    path("search/log/<uuid:pk>/", officer.OpenWords.as_view(), name="search_words"),
    path("signals/", include("intake.urls")),
    # /cases/<id>/
    path("cases/", case.CaseList.as_view(), name="cases"),
    path("cases/<uuid:pk>/", front_page.CasePage.as_view(), name="case"),
    path("cases/<uuid:pk>/team/", CaseTeam.as_view(), name="case_team"),
    path("cases/<uuid:pk>/team/name/", team.AddMember.as_view(), name="case_member_add"),
    path(
        "cases/<uuid:pk>/team/<uuid:row>/end/",
        team.EndMember.as_view(),
        name="case_member_end",
    ),
    path(
        "cases/<uuid:pk>/information/",
        information.AddInformation.as_view(),
        name="case_add_information",
    ),
    path(
        "cases/<uuid:pk>/information/<uuid:row>/",
        information.CorrectInformation.as_view(),
        name="case_correct_information",
    ),
    path(
        "cases/<uuid:pk>/information/<uuid:row>/withdraw/",
        information.WithdrawInformation.as_view(),
        name="case_withdraw_information",
    ),
    path(
        "cases/<uuid:pk>/misplaced/<uuid:row>/",
        misplaced_acts.MarkMisplaced.as_view(),
        name="case_misplaced",
    ),
    path(
        "cases/<uuid:pk>/put-back/<uuid:row>/",
        misplaced_acts.PutBack.as_view(),
        name="case_put_back",
    ),
    path(
        "cases/<uuid:pk>/information/<uuid:row>/end/",
        information.EndHeld.as_view(),
        name="case_end_held",
    ),
    path(
        "cases/<uuid:pk>/around/",
        relationships.AddRelationship.as_view(),
        name="case_relationship_add",
    ),
    path(
        "cases/<uuid:pk>/around/<uuid:row>/",
        relationships.CorrectRelationship.as_view(),
        name="case_relationship_correct",
    ),
    path(
        "cases/<uuid:pk>/around/<uuid:row>/end/",
        relationships.EndRelationship.as_view(),
        name="case_relationship_end",
    ),
    path(
        "cases/<uuid:pk>/team/<uuid:row>/hand-over/",
        team.ReplaceMember.as_view(),
        name="case_member_replace",
    ),
    path("cases/<uuid:pk>/team/remind/", team.RemindToDeclare.as_view(), name="case_remind"),
    path("cases/<uuid:pk>/person/", persons.CorrectPerson.as_view(), name="case_correct_person"),
    path("cases/<uuid:pk>/our-part/", team.StateAgency.as_view(), name="case_statement"),
    path("cases/<uuid:pk>/declare/", team.Declare.as_view(), name="case_declare"),
    path("cases/<uuid:pk>/start-analysis/", StartAnalysis.as_view(), name="case_start_analysis"),
    path("cases/<uuid:pk>/", include("plans.urls")),
    path("cases/<uuid:pk>/", include("closure.urls")),
    path(
        "cases/<uuid:pk>/before/<slug:kind>/<uuid:row>/",
        before.CaseBefore.as_view(),
        name="case_before",
    ),
    path("cases/<uuid:pk>/readings/", case.CaseReadingLog.as_view(), name="case_reading_log"),
    path("left-alone/", left_alone.Files.as_view(), name="left_alone"),
    path("left-alone/<uuid:pk>/", left_alone.NameRiskOwner.as_view(), name="left_alone_name"),
    path("papers/", include("plans.paper.urls")),
    path("readings/", case.WholeReadingLog.as_view(), name="reading_log"),
    path("authorisations/", authorisations.Authorisations.as_view(), name="authorisations"),
    # the reader's own
    path("notices/", own.Notices.as_view(), name="notices"),
    path("notices/read/", own.ReadAllNotices.as_view(), name="notices_read_all"),
    path("notices/<uuid:pk>/", own.ReadNotice.as_view(), name="notice_read"),
    path("drafts/save/", own.SaveDraft.as_view(), name="draft_save"),
    path("drafts/discard/", own.DiscardDraft.as_view(), name="draft_discard"),
    # words and looks
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("help/", pages.help_page, name="help"),
    path("glossary/", pages.glossary, name="glossary"),
    path("showroom/", pages.showroom, name="showroom"),
    path("language/", own.set_language, name="set_language"),
    path("theme/", pages.set_theme, name="set_theme"),
    path("stay/", pages.stay_signed_in, name="stay_signed_in"),
    path(
        "favicon.ico",
        RedirectView.as_view(url=f"/{settings.STATIC_URL.strip('/')}/img/relais.svg"),
        name="favicon",
    ),
    path("health/", pages.Health.as_view(), name="health"),
    # people
    path("account/", include("agencies.account_urls")),
    path("me/", include("agencies.urls")),
    path("admin/", site.urls),
]
if settings.RELAIS_ENV == demo_sign_in.ENVIRONMENT:
    urlpatterns += demo_sign_in.urlpatterns
