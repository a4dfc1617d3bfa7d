"""The forms on a signal and its case, in trade words. They check form, never rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Channel, User
from agencies.presence import people_with_account
from casework.forms import PersonFields
from casework.models import Case, Person
from common.widgets import Chips
from intake.models import Signal
from intake.opening.decisions import OpeningTeam
from intake.signals import rules

LONG = 100_000


class SignalForm(forms.Form):
    """A new signal: one column, typed while somebody talks. Nothing is mandatory but the words."""

    danger = forms.ChoiceField(
        label=_("Is anyone in danger right now?"),
        choices=Signal.Danger.choices,
        widget=Chips,
        required=False,
    )
    words = forms.CharField(
        label=_("What is reported?"),
        help_text=_(
            "In the caller’s own words. What was seen or heard, when, where. Leave out your own"
            " conclusions."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONG,
        strip=False,
    )
    about = forms.CharField(label=_("Name or description"), max_length=200, required=False)
    about_age = forms.CharField(
        label=_("Age or date of birth"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "w12"}),
    )
    may_be_minor = forms.BooleanField(label=_("May be under 18"), required=False)
    how_known = forms.ChoiceField(
        label=_("How does the caller know?"),
        choices=Signal.HowKnown.choices,
        widget=Chips,
        required=False,
    )
    caller = forms.ChoiceField(
        label=_("Who is calling?"),
        choices=Signal.Caller.choices,
        widget=Chips,
        required=False,
        help_text=_("An anonymous caller leaves no name and no number, whatever is typed below."),
    )
    caller_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    caller_contact = forms.CharField(label=_("Number to call back"), max_length=200, required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    others = forms.CharField(label=_("Other people present"), max_length=300, required=False)
    channel = forms.ModelChoiceField(
        label=_("How did it reach us?"),
        queryset=Channel.objects.none(),
        required=False,
        empty_label=_("My usual channel"),
    )

    groups = (
        (_("Who is it about?"), ["about", "about_age", "may_be_minor"]),
        (_("To reach the caller"), ["caller_name", "caller_contact"]),
        (_("More"), ["place", "others", "channel"]),
    )
    marks = {
        "about": "if_known",
        "about_age": "if_known",
        "danger": "",
        "how_known": "",
        "caller": "",
        "may_be_minor": "",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = Channel.objects.filter(active=True)


class CorrectSignalForm(SignalForm):
    """What was typed, to be corrected; the source and the channel are not in it."""

    reason = forms.CharField(label=_("Why is it corrected?"), max_length=500, required=False)
    groups = (
        (_("Who is it about?"), ["about", "about_age", "may_be_minor"]),
        (_("More"), ["place", "others"]),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("caller_name", "caller_contact", "channel", "caller"):
            del self.fields[name]


class PassOnForm(forms.Form):
    """To whom, and why."""

    to = forms.ModelChoiceField(
        label=_("To whom?"), queryset=User.objects.none(), widget=Chips, empty_label=None
    )
    reason = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, signal: Signal, **kwargs):
        super().__init__(*args, **kwargs)
        there = [p.pk for p in rules.desk_of(signal) if p.pk != signal.holder_id]
        desk = [user.pk for user in rules.whole_desk(signal)]
        people = User.objects.filter(pk__in=desk).select_related("agency").order_by("full_name")
        to = self.fields["to"]
        # Who went away since the page was opened is refused by the rule, in its words.
        to.queryset = people
        to.label_from_instance = person_label
        to.choices = [(user.pk, person_label(user)) for user in people.filter(pk__in=there)]


class ReasonForm(forms.Form):
    """A reason that stays."""

    reason = forms.CharField(
        label=_("Why do you need to know?"),
        help_text=_("Your reason stays in the journal of the signal."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class StartAnalysisForm(forms.Form):
    """The coordinator's own judgement that enough is known."""

    enough = forms.BooleanField(
        label=_("There is enough information to begin the in-depth analysis"),
        help_text=_(
            "Your judgement, under your name. What is not known yet is for the analysis to look"
            " for."
        ),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed where a point above asks for one. It stays in the journal."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONG,
        required=False,
    )
    marks = {"enough": "", "reason": ""}


class OpenCaseForm(PersonFields):
    """The decision to open a case, in its plain form; ``but`` is the decider (X42)."""

    level = forms.ChoiceField(
        label=_("Level of prevention"),
        choices=Case.Level.choices,
        initial=Case.Level.INDIVIDUAL,
        widget=Chips,
    )
    grounds = forms.CharField(
        label=_("Grounds for opening"),
        help_text=_(
            "Why working together is useful and necessary. The team reads this; it does not read"
            " the signal."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONG,
        required=False,
    )
    process_coordinator = forms.ModelChoiceField(
        label=_("Process coordinator"),
        help_text=_(
            "Meetings, deadlines, who waits for whom. If you name yourself, the risk owner is told."
        ),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    content_coordinator = forms.ModelChoiceField(
        label=_("Content coordinator"),
        help_text=_("Content and decisions."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    double_role_reason = forms.CharField(
        label=_("Why one person for both"), max_length=500, required=False
    )
    risk_owner = forms.ModelChoiceField(
        label=_("Risk owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    partners = forms.ModelMultipleChoiceField(
        label=_("Partners"),
        help_text=_("Only the agencies that will act. They see what is shared with them."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    groups = (
        PersonFields.who,
        (_("Who coordinates?"), ["process_coordinator", "content_coordinator"]),
    )
    marks = PersonFields.who_marks | {
        "grounds": "",
        "process_coordinator": "",
        "content_coordinator": "",
        "risk_owner": "",
        "partners": "",
    }

    def __init__(self, *args, but: User, known: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if known:  # recognised in the first analysis: the form does not ask who it is
            for name in self.who[1]:
                del self.fields[name]
        people = (
            people_with_account()
            .filter(agency__isnull=False)
            .select_related("agency")
            .order_by("agency__name", "full_name")
        )
        for name in ("process_coordinator", "content_coordinator", "risk_owner", "partners"):
            others = people if name == "process_coordinator" else people.exclude(pk=but.pk)
            self.fields[name].queryset = others
            self.fields[name].label_from_instance = person_label

    def person(self) -> Person | None:
        """The person as typed, not saved; None where the form did not ask."""
        typed = self.cleaned_data
        if "given_name" not in typed:
            return None
        return Person(**{name: typed[name] for name in self.who[1]})

    def team(self) -> OpeningTeam:
        """The first team as chosen."""
        typed = self.cleaned_data
        return OpeningTeam(
            process_coordinator=typed["process_coordinator"],
            content_coordinator=typed["content_coordinator"],
            risk_owner=typed["risk_owner"],
            partners=list(typed["partners"]),
        )


def person_label(user: User) -> str:
    """A colleague in a list: name, agency, what they do."""
    agency = user.agency.short_name if user.agency else ""
    return ", ".join(part for part in (user.display, agency, user.job_title) if part)
