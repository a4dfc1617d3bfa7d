from django.urls import path

from intake import views

app_name = "intake"
urlpatterns = [
    path("", views.SignalList.as_view(), name="list"),
    path("new/", views.NewSignal.as_view(), name="new"),
    # /signals/<id>/
    path("<uuid:pk>/", views.SignalPage.as_view(), name="page"),
    path("<uuid:pk>/acknowledge/", views.Acknowledge.as_view(), name="acknowledge"),
    path("<uuid:pk>/pass-on/", views.PassOn.as_view(), name="pass_on"),
    path("<uuid:pk>/correct/", views.Correct.as_view(), name="correct"),
    path("<uuid:pk>/source/", views.RevealSource.as_view(), name="reveal_source"),
    path("<uuid:pk>/open-case/", views.OpenCase.as_view(), name="open_case"),
    # is this person known already?
    path("<uuid:pk>/who/", views.NamePerson.as_view(), name="name_person"),
    path("<uuid:pk>/matches/", views.Matches.as_view(), name="matches"),
    path("<uuid:pk>/matches/<uuid:candidate>/", views.AnswerMatch.as_view(), name="answer_match"),
]
