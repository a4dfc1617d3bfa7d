"""Sign-in of the demonstration: choose a person. Refused in any other environment.

The routes are included only there, and the views refuse elsewhere all the same.
"""

from allauth.account.utils import get_next_redirect_url, perform_login
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import TemplateView

from agencies.models import ChannelPost, Duty, User
from common import clock

ENVIRONMENT = "demo"


@method_decorator(login_not_required, name="dispatch")
class InTheDemonstrationOnly(View):
    """404 in any environment but the demonstration."""

    def dispatch(self, request, *args, **kwargs):
        if settings.RELAIS_ENV != ENVIRONMENT:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class DemoPeople(InTheDemonstrationOnly, TemplateView):
    """The people to choose from, with agency, job, duties and posts."""

    template_name = "agencies/demo_sign_in.html"

    def get_context_data(self, **kwargs):
        people = User.objects.filter(is_active=True).select_related("agency")
        wanted = get_next_redirect_url(self.request)
        next_page = {"next": wanted} if wanted else {}
        return super().get_context_data(people=_described(people, next_page), **kwargs)


class DemoSignIn(InTheDemonstrationOnly):
    """Sign in as one of them."""

    http_method_names = ["post"]

    def post(self, request):
        person = _Choice(request.POST)
        if not person.is_valid():
            raise Http404
        if request.user.is_authenticated:
            logout(request)
        return perform_login(request, person.cleaned_data["person"])


class _Choice(forms.Form):
    person = forms.ModelChoiceField(User.objects.filter(is_active=True))


def _described(people, next_page):
    """Return each person with the words of what they do for the territory, in three queries.

    `next_page` goes along with the choice.
    """
    words: dict[int, list[str]] = {}
    duties = Duty.objects.active_on(clock.today())
    for user_id, kind in duties.values_list("user_id", "kind"):
        words.setdefault(user_id, []).append(Duty(kind=kind).get_kind_display())
    posts = ChannelPost.objects.filter(active=True, channel__active=True).select_related("channel")
    for post in posts:
        words.setdefault(post.user_id, []).append(f"{post.get_post_display()}, {post.channel}")
    described = [
        {
            "fields": {"person": person.pk, **next_page},
            "name": person.display,
            "agency": person.agency,
            "job_title": person.job_title,
            "duties": words.get(person.pk, []),
        }
        for person in people.order_by("name_key", "pk")
    ]
    # Whoever takes, coordinates or decides comes first: there the tour begins.
    return sorted(described, key=lambda person: not person["duties"])


urlpatterns = [
    path("demo/", DemoPeople.as_view(), name="demo_people"),
    path("demo/sign-in/", DemoSignIn.as_view(), name="demo_sign_in"),
]
