"""The parts: one look each, and a complaint when they are misused."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError, engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from casework import glossary, showroom
from casework.views import pages
from common import clock, dates
from common.complaints import PartError
from common.refusals import Obstacle, Strength
from common.templatetags import parts
from common.widgets import Chips

MONDAY = datetime(2026, 11, 23, 10, 24, tzinfo=UTC)
ROOT = Path(settings.BASE_DIR)


@pytest.fixture(autouse=True)
def a_monday_in_english():
    with translation.override("en"), clock.at(MONDAY):
        yield


def shown(source, **values):
    """What a page author's line becomes."""
    return Template("{% load i18n parts dates %}" + source).render(Context(values))


class SignalForm(forms.Form):
    marks = {"age": "if_known", "place": ""}
    groups = [("Who is it about?", ["name", "age"])]

    words = forms.CharField(label="What is reported?", help_text="Own words.")
    danger = forms.ChoiceField(
        label="Danger", choices=[("yes", "Yes"), ("no", "No")], widget=Chips(hints={"yes": "Now"})
    )
    name = forms.CharField(label="Name", required=False)
    age = forms.CharField(label="Age", required=False)
    place = forms.CharField(label="Place", required=False)


# --- a part complains ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "no-such-icon" %}',
        '{% tag "Late" kind="purple" %}',
        '{% tag "Late" icon="no-such-icon" %}',
        '{% button "Go" "/" size="xl" %}',
        '{% submit "Go" kind="danger" %}',
        '{% alert "error" %}{% endalert %}',
        '{% panel "Team" level=1 %}{% endpanel %}',
        '{% event when "Something" kind="party" %}{% endevent %}',
        '{% work_item "Something" "/" kind="party" %}{% endwork_item %}',
        "{% level 4 %}",
        '{% level 2 kind="overall" %}',
        "{% phase_dots 5 %}",
        '{% due when state="maybe" %}',
    ],
)
def test_an_unknown_look_raises_outside_production(source):
    with pytest.raises(PartError):
        shown(source, when=date(2026, 11, 26))


def test_an_unknown_option_is_refused_when_the_page_is_read():
    with pytest.raises(TemplateSyntaxError):
        shown('{% tag "Late" colour="red" %}')


def test_production_shows_the_page_all_the_same(settings):
    settings.RELAIS_ENV = "production"
    assert "tag-note" in shown('{% tag "Late" kind="purple" %}')
    assert shown('{% icon "no-such-icon" %}') == ""


def test_text_is_escaped_everywhere():
    evil = "<img src=x onerror=alert(1)>"
    html = shown(
        "{% tag evil %}{% seen_by evil %}{% ref evil %}{% agency evil %}{% facts rows %}"
        "{% panel evil %}{{ evil }}{% endpanel %}{% held evil %}{{ evil }}{% endheld %}"
        "{% button evil evil about=evil %}{% icon 'lock' label=evil %}"
        "{% alert 'warn' evil %}{% endalert %}{% work_item evil evil why=evil %}{% endwork_item %}",
        evil=evil,
        rows=[(evil, evil)],
    )
    assert "<img" not in html


def test_every_part_is_in_the_cheat_sheet_and_in_the_show_room():
    frame_only = {"answer_reference", "message_kind", "error_summary", "post_button", "icon"}
    page = (ROOT / "templates/pages/showroom.html").read_text(encoding="utf-8")
    for name in parts.register.tags:
        assert re.search(rf"\b{name}\b", parts.__doc__), f"{name} is missing from the docstring"
        if name not in frame_only:
            assert re.search(rf"{{%\s+{name}\b", page), f"{name} is missing from the show-room"


def test_every_stylesheet_is_linked():
    linked = (ROOT / "templates/components/styles.html").read_text(encoding="utf-8")
    for path in (ROOT / "static/css").rglob("*.css"):
        if path.name != "admin.css":
            assert path.relative_to(ROOT / "static").as_posix() in linked


# --- dates in words --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words", "state"),
    [
        (date(2026, 11, 9), "14 days late", "late"),
        (date(2026, 11, 22), "1 day late", "late"),
        (date(2026, 11, 23), "today", "soon"),
        (date(2026, 11, 24), "tomorrow", "soon"),
        (date(2026, 11, 26), "in 3 days", ""),
    ],
)
def test_a_due_date_says_how_far_away_it_is(day, words, state):
    assert dates.relative(day) == words
    assert dates.state(day) == state


def test_a_due_moment_counts_hours():
    soon = datetime(2026, 11, 23, 12, 12, tzinfo=UTC)
    assert dates.relative(soon) == "1\u00a0h 48\u00a0min left"
    assert dates.before(soon) == "By 13:12"
    assert dates.relative(datetime(2026, 11, 23, 10, 0, tzinfo=UTC)) == "24\u00a0min late"
    assert dates.state(datetime(2026, 11, 23, 10, 0, tzinfo=UTC)) == "late"


def test_a_date_has_its_weekday_and_another_year_its_number():
    assert dates.day(date(2026, 11, 26)) == "Thu 26\u00a0Nov"
    assert dates.day(date(2027, 2, 1)) == "Mon 1\u00a0Feb 2027"
    assert dates.long_day(MONDAY) == "Monday 23\u00a0November 2026"
    assert dates.ago(date(2026, 11, 22)) == "yesterday"
    assert dates.ago(clock.now()) == "just now"
    assert dates.day(None) == dates.relative(None) == dates.moment(None) == ""


def test_french_dates_and_hours():
    with translation.override("fr"):
        assert dates.day(date(2026, 11, 26)) == "jeu. 26\u00a0nov."
        assert dates.day(date(2026, 12, 1)) == "mar. 1er\u00a0déc."
        assert dates.moment(datetime(2026, 11, 26, 9, 30, tzinfo=UTC)) == (
            "jeu. 26\u00a0nov., 10\u00a0h\u00a030"
        )
        assert dates.hour(datetime(2026, 11, 26, 9, 0, tzinfo=UTC)) == "10\u00a0h"
        assert dates.relative(date(2026, 11, 20)) == "3 jours de retard"


# --- forms -----------------------------------------------------------------------------------


def test_a_field_names_its_hint_and_its_error():
    html = str(SignalForm({"words": ""}))
    control = re.search(r'<input[^>]*name="words"[^>]*>', html)[0]
    assert 'aria-describedby="id_words_helptext id_words_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'aria-required="true"' in control
    assert 'id="id_words_helptext"' in html
    assert 'id="id_words_error"' in html


def test_the_summary_leads_to_each_faulty_field():
    html = str(SignalForm({"words": ""}))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets == ["id_words", "id_danger_0"]
    for target in targets:
        assert f'id="{target}"' in html


def test_an_untouched_form_has_no_summary():
    assert "alert-risk" not in str(SignalForm())


def test_what_may_stay_empty_says_so():
    html = str(SignalForm())
    assert re.search(r"Name <span class=\"opt\">\(optional\)", html)
    assert re.search(r"Age <span class=\"opt\">\(if known\)", html)
    assert not re.search(r"Place <span", html)
    assert not re.search(r"What is reported\? <span", html)


def test_groups_stand_under_one_legend():
    html = str(SignalForm())
    assert html.index("Who is it about?") < html.index('name="name"') < html.index('name="age"')
    assert html.count("<legend>") == 2


def test_choices_are_chips_with_their_hints():
    html = str(SignalForm()["danger"])
    assert html.count('class="o"') == 2
    assert 'aria-describedby="id_danger_0-hint"' in html
    assert "checked" not in html


def test_readers_are_chosen_in_one_place():
    html = str(showroom.SampleAudienceForm())
    assert html.count('class="who-sees"') == 1
    assert html.index('name="audience"') < html.index('class="if-agencies"')
    assert html.count('name="agencies"') == 3


def test_an_unknown_mark_complains():
    class Odd(forms.Form):
        marks = {"name": "perhaps"}
        name = forms.CharField(required=False)

    with pytest.raises(PartError):
        str(Odd())


# --- obstacles stand beside the button -------------------------------------------------------


def test_a_blocked_button_is_inactive_and_described_by_the_sentences():
    blocking = [Obstacle("The source has not been assessed.", "S38")]
    html = shown('{% obstacles o %}{% submit "Open" blocked=o %}', o=blocking)
    assert 'aria-disabled="true"' in html
    assert 'aria-describedby="obstacles"' in html
    assert 'id="obstacles"' in html
    assert "The source has not been assessed." in html
    assert 'type="submit"' not in html


def test_a_warning_or_a_wanted_reason_leaves_the_button_active():
    obstacles = [
        Obstacle("No mental health.", "S29", Strength.REASON),
        Obstacle("No protective factor.", "S09", Strength.WARNING),
    ]
    html = shown('{% obstacles o %}{% submit "Open" blocked=o %}', o=obstacles)
    assert 'type="submit"' in html
    assert "Needs a written reason" in html


# --- pages -----------------------------------------------------------------------------------


def test_the_show_room_renders_every_part_without_inline_code():
    html = Template(
        re.sub(
            r"{% extends .*? %}",
            "",
            (ROOT / "templates/pages/showroom.html").read_text(encoding="utf-8"),
        )
    ).render(Context(showroom.pieces()))
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|javascript:", html)


def test_the_show_room_is_closed_in_production(settings):
    settings.RELAIS_ENV = "production"
    with pytest.raises(pages.Http404):
        pages.showroom(RequestFactory().get("/showroom/"))


@pytest.mark.parametrize(
    "target",
    ["https://evil.test/", "//evil.test", "/\\evil.test", "http:evil.test", "javascript:x", ""],
)
def test_the_theme_goes_back_to_own_paths_only(target):
    answer = pages.set_theme(RequestFactory().post("/theme/", {"theme": "dark", "next": target}))
    assert answer.status_code == 302
    assert answer.url == "/"
    assert answer.cookies["theme"].value == "dark"
    assert answer.cookies["theme"]["httponly"]


def test_the_theme_keeps_the_page_and_refuses_what_is_no_theme():
    answer = pages.set_theme(
        RequestFactory().post("/theme/", {"theme": "<b>", "next": "/cases/?a=1"})
    )
    assert answer.url == "/cases/?a=1"
    assert not answer.cookies
    assert pages.set_theme(RequestFactory().get("/theme/")).status_code == 405


@pytest.mark.parametrize("code", ["400", "403_csrf", "413", "429", "500", "503"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_of_a_broken_server_need_nothing(code, language):
    with translation.override(language):
        html = render_to_string(f"{code}.html")
    assert f'<html lang="{language}"' in html
    assert "<h1>" in html


@pytest.mark.parametrize("code", ["403", "404", "409"])
def test_error_pages_render_for_visitors(code):
    request = RequestFactory().get("/somewhere/")
    html = get_template(f"{code}.html").render({"request": request, "theme": "dark"})
    assert 'data-theme="dark"' in html
    assert "somewhere" not in re.sub(r'name="next" value="[^"]*"', "", html)


def test_words_of_the_glossary_are_complete_and_single():
    terms = glossary.terms()
    codes = [term.code for term in terms]
    assert len(codes) == len(set(codes))
    assert all(term.french and term.english and str(term.meaning) for term in terms)


def test_htmx_is_the_pinned_file_with_its_switches_off():
    page = (ROOT / "templates/base.html").read_text(encoding="utf-8")
    assert "vendor/htmx/htmx-2.0.11.min.js" in page
    for switch in (
        '"allowEval":false',
        '"includeIndicatorStyles":false',
        '"allowScriptTags":false',
        '"historyCacheSize":0',
        '"selfRequestsOnly":true',
    ):
        assert switch in page


def test_no_template_uses_what_htmx_would_evaluate():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"hx-on|hx-vals=.js:|hx-headers=.js:|hx-trigger=\"[^\"]*\[", text), (
            path
        )


def test_every_component_compiles():
    engine = engines["django"].engine
    for path in (ROOT / "templates").rglob("*.html"):
        engine.get_template(path.relative_to(ROOT / "templates").as_posix())
