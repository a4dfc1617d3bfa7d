"""The content of the show-room page: every part in every state, invented."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock
from common.day_field import DayField
from common.refusals import Obstacle, Strength
from common.widgets import Chips, ChipsMany
from common.windows import PLANNED

YES_NO = [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]
AUDIENCES = [
    ("team", _("The team")),
    ("named", _("Named agencies")),
    ("own", _("Own agency only")),
]
HINTS = {
    "team": _("Everybody who works on this case."),
    "named": _("Those you tick, and the two coordinators."),
    "own": _("Nobody else, the coordinators included."),
}
SAMPLE_AGENCIES = [
    ("school", "Lycée Jean-Rostand"),
    ("police", "Police nationale"),
    ("care", "Maison des adolescents du bassin de Saint-Aubrac"),
]


class SampleForm(forms.Form):
    """Each kind of field once."""

    marks = {"name": "if_known", "age": "if_known"}
    groups = [(_("Who is it about?"), ["name", "age"])]

    danger = forms.ChoiceField(
        label=_("Is anyone in danger right now?"), choices=YES_NO, widget=Chips
    )
    words = forms.CharField(
        label=_("What is reported?"),
        help_text=_("In the caller’s own words. What was seen or heard, when, where."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(label=_("Name or description"), required=False)
    age = forms.CharField(label=_("Age or date of birth"), required=False)
    minor = forms.BooleanField(label=_("May be under 18"), required=False)
    day = DayField(label=_("Day"), window=PLANNED, required=False)
    agency = forms.ChoiceField(
        label=_("Agency"), choices=[("", _("Choose")), *SAMPLE_AGENCIES], required=False
    )


class SampleAudienceForm(forms.Form):
    """Who will read it."""

    audience = forms.ChoiceField(
        label=_("Who needs it for their work?"),
        choices=AUDIENCES,
        widget=Chips(hints=HINTS, vertical=True),
    )
    agencies = forms.MultipleChoiceField(
        label=_("Which agencies?"), choices=SAMPLE_AGENCIES, widget=ChipsMany, required=False
    )


class SampleFilter(forms.Form):
    """The filters of a list."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), ("late", _("Overdue"))], required=False
    )
    reference = forms.CharField(label=_("Reference"), required=False)


def pieces() -> dict:
    """The context of the show-room page."""
    today = clock.today()
    return {
        "late": today - timedelta(days=14),
        "soon": today + timedelta(days=1),
        "far": today + timedelta(days=9),
        "hour": clock.now() + timedelta(hours=1, minutes=48),
        "now": clock.now(),
        "form": SampleForm(),
        "faulty": SampleForm({"words": ""}, prefix="faulty"),
        "filters": SampleFilter(),
        "audience": SampleAudienceForm({"audience": "named", "agencies": ["school"]}),
        "counts": _counts(),
        "steps": _steps(),
        "points": _points(),
        "team": _team(),
        "in_the_way": _obstacles(),
        "pages": _pages(),
        "rows": [(_("Risk owner"), "Paul Rivoire"), (_("Process coordinator"), "Claire Morvan")],
        "kinds": ("note", "risk", "warn", "ok", "security", "social", "held", "planned", "plain"),
    }


def _counts() -> list[dict]:
    return [
        {"n": 2, "label": _("overdue"), "href": "#late", "late": True},
        {"n": 1, "label": _("Signal not acknowledged"), "href": "#late"},
        {"n": 0, "label": _("decisions waiting for you"), "href": "#late"},
    ]


def _steps() -> list[dict]:
    return [
        {"name": _("Intake and first analysis"), "state": "done", "gate": _("Gate passed")},
        {"name": _("Analysis and plan"), "state": "now", "when": _("since 5 October")},
        {"name": _("Carrying out"), "state": "todo"},
        {"name": _("Closure and monitoring"), "state": "todo"},
    ]


def _points() -> list[dict]:
    return [
        {
            "text": _("Repeat the risk assessment"),
            "state": "todo",
            "href": "#gate",
            "note": _("The last one is 80 days old"),
            "blocks": True,
        },
        {"text": _("Declare the interests of the team"), "state": "todo", "href": "#gate"},
        {"text": _("Opinion of the police"), "state": "held"},
        {"text": _("Three checkpoints planned"), "state": "done"},
    ]


def _team() -> list[dict]:
    return [
        {"name": "Claire Morvan", "role": _("process coordinator"), "state": "neutral"},
        {
            "name": "Marie-Christine Delacroix-Fontanille de la Haute-Vallée",
            "agency": "Lycée Jean-Rostand",
            "role": _("partner"),
            "state": "interest",
            "note": _("Teaches his sister."),
        },
        {"name": "Hugo Lambert", "agency": "Police nationale", "state": "missing"},
    ]


def _obstacles() -> list[Obstacle]:
    return [
        Obstacle(
            _("The source has not been assessed."), "S38", todo=_("A signal coordinator does this.")
        ),
        Obstacle(
            _("Fewer than three fields of work are at the conference."), "S29", Strength.REASON
        ),
        Obstacle(_("No protective factor is named."), "S09", Strength.WARNING),
    ]


def _pages() -> list[dict]:
    return [
        {"text": _("Overview"), "href": "#case", "current": True},
        {"text": _("Team"), "href": "#team", "count": 1},
        {"text": _("Who saw this file"), "href": "#case"},
    ]
