"""The demonstration's shortcut opens there, and nowhere else exists."""

import pytest
from django.contrib.auth import get_user
from django.urls import NoReverseMatch, include, path, reverse

from agencies.models import Agency, Channel, ChannelPost, Duty, User
from casework import urls
from operations import demo_sign_in

pytestmark = pytest.mark.django_db

urlpatterns = [*urls.urlpatterns]
if not any("demo" in str(route.pattern) for route in urlpatterns):
    urlpatterns.append(path("", include(demo_sign_in.urlpatterns)))


@pytest.fixture
def routed(settings):
    """The routes as in the demonstration, whatever the environment."""
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def demo(settings, routed):
    settings.RELAIS_ENV = "demo"


@pytest.fixture
def ines():
    agency = Agency.objects.create(name="Jeunesse", short_name="Jeunesse", kind="youth")
    user = User.objects.create_user(
        "ines@exemple.fr", full_name="Inès", agency=agency, job_title="Éducatrice", language="en"
    )
    Duty.objects.create(user=user, kind="signal_coordinator", since="2020-01-01")
    hotline = Channel.objects.create(name="Hotline", kind="hotline")
    ChannelPost.objects.create(channel=hotline, user=user, post="receiver")
    return user


@pytest.mark.usefixtures("demo")
class TestInTheDemonstration:
    def test_the_page_lists_name_agency_and_role(self, client, ines):
        client.cookies["language"] = "en"
        page = client.get(reverse("demo_people")).content.decode()
        for word in ("Inès", "Jeunesse", "Éducatrice", "Signal coordinator", "Receiver, Hotline"):
            assert word in page

    def test_one_click_signs_in(self, client, ines):
        response = client.post(reverse("demo_sign_in"), {"person": ines.pk})
        assert response["Location"] == reverse("home")
        assert get_user(client) == ines
        assert len(client.get(reverse("agencies:sessions")).context["sessions"]) == 1

    def test_it_leads_on_to_the_page_that_was_asked(self, client, ines):
        wanted = reverse("agencies:profile")
        page = client.get(reverse("demo_people"), {"next": wanted}).content.decode()
        assert f'name="next" value="{wanted}"' in page
        chosen = {"person": ines.pk, "next": wanted}
        assert client.post(reverse("demo_sign_in"), chosen)["Location"] == wanted
        for hostile in ("https://evil.example", "//evil.example"):
            people = client.get(reverse("demo_people"), {"next": hostile}).context["people"]
            assert [person["fields"] for person in people] == [{"person": ines.pk}]
            chosen = {"person": ines.pk, "next": hostile}
            assert client.post(reverse("demo_sign_in"), chosen)["Location"] == reverse("home")

    def test_another_click_is_another_person_and_another_session(self, client, ines):
        other = User.objects.create_user("luc@exemple.fr", full_name="Luc", agency=ines.agency)
        client.post(reverse("demo_sign_in"), {"person": ines.pk})
        key = client.session.session_key
        client.post(reverse("demo_sign_in"), {"person": other.pk})
        assert get_user(client) == other
        assert client.session.session_key != key

    def test_a_get_signs_nobody_in(self, client, ines):
        assert client.get(reverse("demo_sign_in"), {"person": ines.pk}).status_code == 405
        assert not get_user(client).is_authenticated

    @pytest.mark.parametrize("person", ["", "0", "x", "999999"])
    def test_nobody_is_nobody(self, client, ines, person):
        assert client.post(reverse("demo_sign_in"), {"person": person}).status_code == 404

    def test_somebody_inactive_cannot_be_chosen(self, client, ines):
        User.objects.update(is_active=False)
        assert client.post(reverse("demo_sign_in"), {"person": ines.pk}).status_code == 404


@pytest.mark.parametrize("environment", ["production", "test", "dev"])
def test_elsewhere_the_views_refuse_even_if_somebody_routed_them(
    client, settings, routed, ines, environment
):
    settings.RELAIS_ENV = environment
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/sign-in/", {"person": ines.pk}).status_code == 404
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("name", ["demo_people", "demo_sign_in"])
def test_elsewhere_there_is_no_route(client, name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
    assert client.get("/demo/").status_code == 404
