"""The forms of taking over a file from paper: they check form, never whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.presence import people_with_account
from casework.models import Case, Deconfliction
from casework.persons.forms import PersonFields
from common.day_field import DayField
from common.widgets import Chips
from common.windows import HAPPENED, PLANNED, Window
from common.words import Words
from plans.models import Action as Actions
from plans.models import CheckpointGoal, CheckpointMeeting, FollowUp, Goal, PaperFile
from plans.paper.content import CHECKPOINT, PLAN, ROWS, numbers

LONG = 20_000
# So many empty rows stand below those that are filled.
SPARE = 2
_STATES = (
    FollowUp.State.ACCEPTED, FollowUp.State.RUNNING, FollowUp.State.DONE, FollowUp.State.NOT_DONE,
    FollowUp.State.STOPPED,
)  # fmt: skip


def _text(label: Words, hint: Words = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONG,
        required=False,
    )


def _line(label: Words, hint: Words = "", most: int = 200) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=most, required=False)


def _day(label: Words, hint: Words = "", window: Window = HAPPENED) -> DayField:
    return DayField(label=label, help_text=hint, window=window, required=False)


def _chips(label: Words, choices: Any, hint: Words = "") -> forms.ChoiceField:
    words = [(value, capfirst(text)) for value, text in choices]
    return forms.ChoiceField(
        label=label, help_text=hint, choices=words, widget=Chips, required=False
    )


def _choice(label: Words, choices: Any) -> forms.ChoiceField:
    words = [("", "—"), *((value, capfirst(text)) for value, text in choices)]
    return forms.ChoiceField(label=label, choices=words, required=False)


def people() -> QuerySet[User]:
    """Everybody who may be named: with an account and an agency."""
    rows = people_with_account().filter(agency__isnull=False).select_related("agency")
    return rows.order_by("agency__name_key", "name_key", "pk")


class Somebody(forms.ModelChoiceField):
    """A person with an account: name and agency."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.display}, {obj.agency.short_name}" if obj.agency else obj.display


def _person(label: Words, hint: Words = "", *, required: bool = False) -> Somebody:
    return Somebody(
        label=label,
        help_text=hint,
        queryset=people(),
        required=required,
        empty_label=_("Choose a person"),
    )


class OpeningForm(PersonFields):
    """What the decider types of the opening, as it stands on paper."""

    paper_place = forms.CharField(
        label=_("Where does the paper lie?"),
        help_text=_("Building, cupboard, number of the folder. Whoever doubts a word looks there."),
        max_length=200,
        required=False,
    )
    opened_on = DayField(
        label=_("Opened on"), help_text=_("The day that stands on paper."), window=HAPPENED
    )
    prevention_level = forms.ChoiceField(
        label=_("Level of prevention"),
        choices=Case.Level.choices,
        initial=Case.Level.INDIVIDUAL,
        widget=Chips,
    )
    grounds = _text(
        _("Grounds for opening"),
        _("As they stand on paper. They stand for the two questions of the conference."),
        rows=5,
    )
    concern = _chips(
        _("Is it a security matter?"),
        Deconfliction.Concern.choices,
        _("As it is known today: a threat to a person or place, a weapon, a departure."),
    )
    concern_grounds = _text(_("What does that rest on?"), rows=2)
    asked_of = _line(
        _("Whom was asked?"), _("Service and person. Needed as soon as a danger is possible.")
    )
    answer = _chips(_("What did they answer?"), Deconfliction.Answer.choices)
    answered_on = _day(_("Answered on"))
    wording = _text(
        _("What may be said, and the limits"), _("In their words, so that nobody says more."), 2
    )
    reason = _text(
        _("If somebody of a like name is followed: how do you know that it is another person?"),
        rows=2,
    )
    groups = (
        PersonFields.who,
        (_("The paper"), ["paper_place", "opened_on"]),
        (_("The answer of the competent service"), ["asked_of", "answered_on"]),
    )
    marks = PersonFields.who_marks | {
        "paper_place": "", "grounds": "", "concern": "", "concern_grounds": "",
        "asked_of": "if_known", "answer": "if_known", "answered_on": "if_known",
        "wording": "if_known", "reason": "if_known",
    }  # fmt: skip


class OpenPaperForm(OpeningForm):
    """The opening, with who types, who confirms and who answers for the risk."""

    def __init__(self, *args: Any, but: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "types": _person(
                _("Process coordinator"), _("Types the file from paper."), required=True
            ),
            "confirms": _person(
                _("Content coordinator"),
                _("Compares it with the paper and confirms it."),
                required=True,
            ),
            "risk_owner": _person(_("Risk owner"), _("Signs the plan in force."), required=True),
        }
        for name, field in offered.items():
            field.queryset = people().exclude(pk=but.pk)
            self.fields[name] = field
        self.order_fields(
            [
                *(name for name in self.fields if name not in offered and name != "reason"),
                *offered,
                "reason",
            ]
        )


@dataclass(frozen=True)
class Row:
    """Fields that stand together under a legend: the wide ones first or last, as they come."""

    legend: str
    fields: list[BoundField]


@dataclass(frozen=True)
class Section:
    """A part of the form with its heading."""

    name: str
    title: str
    lede: str
    rows: list[Row]


class PaperForm(forms.Form):
    """Team, plan in force, last checkpoint and next: saved as often as one likes, whole or not."""

    marks = {"*": ""}

    def __init__(self, *args: Any, paper: PaperFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper
        self.rows = {name: self._rows(name) for name in ROWS}
        self._offices()
        self._plan()
        for name, made in (("partner", _partner), ("goal", _goal), ("action", self._action)):
            for number in self.rows[name]:
                for part, field in made().items():
                    self.fields[f"{name}_{number}_{part}"] = field
        self._checkpoint()

    def _rows(self, name: str) -> list[int]:
        """The numbers of the rows: what was saved or is sent, and some empty ones."""
        known = self.data or self.paper.typed
        last = max([*numbers(self.paper.typed, name), *numbers(dict(known.items()), name), 0])
        return list(range(1, last + SPARE + 1))

    def _offices(self) -> None:
        paper = self.paper
        for name, who, role in (
            ("process_on", paper.types, gettext("Process coordinator")),
            ("content_on", paper.confirms, gettext("Content coordinator")),
            ("owner_on", paper.risk_owner, gettext("Risk owner")),
        ):
            label = gettext("%(role)s: %(who)s, since") % {"role": role, "who": who.display}
            self.fields[name] = _day(label)

    def _plan(self) -> None:
        self.fields |= {
            "approved_on": _day(_("Approved on")),
            "why_start": _text(_("Why do we start here?"), rows=2),
            "reach": _text(_("What do we want to reach?"), rows=2),
            "why_that": _text(_("Why that?"), rows=2),
            "context": _text(
                _("Social context"), _("Family, friends, school or work, neighbourhood, online."), 2
            ),
            "best_interest": _text(
                _("The minor’s best interest"),
                _("For anybody who is under 18, or may be: what protects the child first."),
                2,
            ),
            "evaluation": _text(
                _("How will it be evaluated?"),
                _("What, when, by whom, and how things stand today."),
                2,
            ),
        }

    def _action(self) -> dict[str, forms.Field]:
        goals = [(str(n), gettext("Goal %(number)d") % {"number": n}) for n in self.rows["goal"]]
        return {
            "title": _line(_("What is done?")),
            "owner": _person(_("Who answers for it?")),
            "kind": _choice(_("Kind"), Actions.Kind.choices),
            "goal": _choice(_("For which goal?"), goals),
            "starts_on": _day(_("From"), window=PLANNED),
            "ends_on": _day(_("To"), window=PLANNED),
            "meets_person": forms.BooleanField(
                label=_("Somebody meets the person"), required=False
            ),
            "state": _choice(_("How does it stand?"), [(s, s.label) for s in _STATES]),
            "ended_on": _day(_("When did it end?")),
            "outcome": _text(_("What came of it?"), rows=2),
        }

    def _checkpoint(self) -> None:
        self.fields |= {
            "none_held": forms.BooleanField(label=_("No checkpoint was held yet"), required=False),
            "held_on": _day(_("Held on")),
            "conclusion": _chips(_("What followed?"), CheckpointMeeting.Conclusion.choices),
            "grounds": _text(_("Grounds")),
            "effects": _chips(
                _("Are there negative effects?"),
                CheckpointMeeting.Effects.choices,
                _("Of the work itself: stigma, hardening, family, school or job, a leak."),
            ),
            "effects_words": _text(_("What was asked, and what was heard"), rows=2),
            "online": _chips(_("The online side"), CheckpointMeeting.Online.choices),
            "online_words": _text(
                _("What was seen, where, when and by whom; or why it was not looked at"), rows=2
            ),
            "next_on": _day(
                _("Next checkpoint"),
                _("It lies ahead: from then on you are reminded of it."),
                window=PLANNED,
            ),
        }

    # --- for the page -------------------------------------------------------------------------
    def sections(self) -> Iterator[Section]:
        """The form in the order in which it is typed."""
        yield Section(
            "team",
            gettext("Team"),
            gettext("Who takes part today, with the day on which each took the part."),
            [
                Row(gettext("Offices"), self._some("process_on", "content_on", "owner_on")),
                *self._numbered("partner", gettext("Partner %(number)d")),
            ],
        )
        yield Section(
            "plan",
            gettext("Plan in force"),
            gettext("As it was approved. What is not on paper stays empty."),
            [Row("", self._some(*PLAN))],
        )
        yield Section(
            "goals",
            gettext("Goals"),
            gettext("Save, and there is room for more."),
            self._numbered("goal", gettext("Goal %(number)d")),
        )
        yield Section(
            "actions",
            gettext("Actions"),
            gettext(
                "How each stands today. What runs has a last day ahead; what is over its outcome."
            ),
            self._numbered("action", gettext("Action %(number)d")),
        )
        yield Section(
            "checkpoint",
            gettext("Last checkpoint, and the next"),
            gettext("What was agreed when the team last looked at the plan."),
            [Row("", self._some(*CHECKPOINT))],
        )

    def _some(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names]

    def _numbered(self, name: str, legend: str) -> list[Row]:
        return [
            Row(
                legend % {"number": number},
                self._some(*(f"{name}_{number}_{part}" for part in self._parts(name))),
            )
            for number in self.rows[name]
        ]

    def _parts(self, name: str) -> list[str]:
        """The parts of a row in the order in which they are typed."""
        start = f"{name}_1_"
        return [key.removeprefix(start) for key in self.fields if key.startswith(start)]


def _partner() -> dict[str, forms.Field]:
    return {"user": _person(_("Person")), "on": _day(_("Since"))}


def _goal() -> dict[str, forms.Field]:
    ratings = [c for c in CheckpointGoal.Rating.choices if c[0] != CheckpointGoal.Rating.DROPPED]
    return {
        "statement": _text(_("Goal"), rows=2),
        "indicator": _text(_("How shall we know?"), rows=2),
        "target": _line(_("Target"), most=300),
        "due_on": _day(_("By when?"), window=PLANNED),
        "tag": _choice(_("What does it serve?"), Goal.Tag.choices),
        "rating": _choice(_("How far at the last checkpoint?"), ratings),
    }


class ReasonForm(forms.Form):
    """Where a sentence asks for one."""

    reason = _text(_("Reason, where a sentence above asks for one"), rows=2)
    marks = {"reason": "if_known"}


class GiveBackForm(forms.Form):
    """What is not as it stands on paper."""

    reason = _text(_("What is not as it stands on paper?"))
    marks = {"reason": ""}


class ConfirmForm(ReasonForm):
    """The content coordinator has compared it with the paper."""

    read = forms.BooleanField(
        label=_("I have compared it with the paper; it is what stands there."), required=False
    )
    field_order = ("read", "reason")
    marks = {"read": "", "reason": "if_known"}


class CallOffForm(forms.Form):
    """Everything typed may go."""

    sure = forms.BooleanField(
        label=_("Everything that was typed may be deleted. The paper stays where it lies."),
        required=False,
    )
    marks = {"sure": ""}


class SignForm(forms.Form):
    """The risk owner has read the plan in force."""

    read = forms.BooleanField(
        label=_("I have read the plan in force and answer for the risk that it carries."),
        required=False,
    )
    marks = {"read": ""}
