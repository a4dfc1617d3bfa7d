"""The forms of the in-depth analysis: nothing is chosen beforehand, unknown is an answer (2.7)."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from casework.information.forms import LONG, InformationForm
from casework.models import Case, Code, Record
from common.day_field import DayField
from common.widgets import Chips
from common.windows import HAPPENED, PLANNED, Window
from plans.analysis.models import Basis
from plans.models import Factor, Gap, Interpretation, LevelRating, Viewpoint

REASON_HINT = _("The reason and what stood before stay on file.")


def area(label, rows: int = 3, **more) -> forms.CharField:
    """A field for some lines of text, kept as typed."""
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONG,
        strip=False,
        **more,
    )


def day(label, *, window: Window = HAPPENED, **more) -> DayField:
    """A field for a date; with the window of what happened where none is given."""
    return DayField(label=label, window=window, **more)


def chips(label, choices, *, vertical=True, hints=None, **more) -> forms.ChoiceField:
    """One choice, none made beforehand."""
    words = [(value, capfirst(text)) for value, text in choices]
    return forms.ChoiceField(
        label=label, choices=words, widget=Chips(hints=hints, vertical=vertical), **more
    )


def domain() -> forms.ModelChoiceField:
    """The domain of life that a line belongs to."""
    return forms.ModelChoiceField(
        label=_("Domain of life"), queryset=Code.objects.none(), empty_label=_("Choose a domain")
    )


class DomainForm(forms.Form):
    """A line of one domain: those that are offered, and the line's own if it was retired."""

    def __init__(self, *args, own_domain=None, **kwargs):
        super().__init__(*args, **kwargs)
        offered = Code.objects.filter(kind=Code.List.DOMAIN, active=True)
        if own_domain is not None:
            offered |= Code.objects.filter(pk=own_domain.pk)
        self.fields["domain"].queryset = offered


class GapForm(DomainForm):
    """Something that is not known."""

    domain = domain()
    question = area(_("What is not known?"), 2, help_text=_("One question a line of its own."))
    changes = area(
        _("What would the answer change?"),
        2,
        help_text=_("The plan, its order, who meets the person."),
        required=False,
    )
    importance = chips(_("How important is it?"), Gap.Importance.choices)
    marks = {"why": ""}


class CorrectGapForm(GapForm):
    """The same question, corrected."""

    why = forms.CharField(
        label=_("Why is it corrected?"), help_text=REASON_HINT, max_length=500, required=False
    )


class AskForm(forms.Form):
    """Who is to find the answer, and by when."""

    finder = forms.ModelChoiceField(
        label=_("Who finds out?"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    due_on = day(_("By when?"), window=PLANNED)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        members = case.members.working()
        self.fields["finder"].queryset = (
            User.objects.filter(pk__in=members.values("user_id"))
            .select_related("agency")
            .order_by("name_key", "pk")
        )
        self.fields["finder"].label_from_instance = lambda u: f"{u.display}, {u.agency.short_name}"


class AnswerForm(InformationForm):
    """The answer to a question, as a piece of information; its domain is the question’s."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["domain"]
        own = Record.Audience.OWN  # not the own agency alone: the answer has to reach somebody
        offered = [choice for choice in Record.Audience.choices if choice[0] != own]
        self.fields["audience"].choices = offered


class SettleForm(forms.Form):
    """Why a question is left without an answer."""

    status = chips(
        _("How is it settled?"),
        [
            (Gap.Status.ACCEPTED, _("Accepted as not known")),
            (Gap.Status.NOT_RELEVANT, _("Not relevant")),
            (Gap.Status.REFUSED, _("Asked, and refused")),
        ],
        hints={
            Gap.Status.ACCEPTED: _("Nobody of us should or can find out."),
            Gap.Status.NOT_RELEVANT: _("The answer would change nothing."),
            Gap.Status.REFUSED: _("Whoever knows does not want to, or may not, say."),
        },
    )
    reason = area(_("Why?"), 3, required=False)
    marks = {"reason": ""}


class ReasonForm(forms.Form):
    """The reason alone."""

    reason = area(_("Why?"), 3, required=False)
    marks = {"reason": ""}


class FactorForm(DomainForm):
    """A factor: its words, how strong it is, and what that rests on."""

    domain = domain()
    kind = chips(
        _("What does it do?"),
        Factor.Kind.choices,
        hints={
            Factor.Kind.PUSH: _("Drives the person away from where they stood."),
            Factor.Kind.PULL: _("Draws the person towards it."),
            Factor.Kind.TRIGGER: _("An event that set something off."),
            Factor.Kind.ROOT_CAUSE: _("What lies underneath and has to change."),
            Factor.Kind.PROTECTIVE: _("Holds the person, or keeps them away from it."),
        },
    )
    words = area(_("Factor"), 2, help_text=_("One factor a line of its own, in plain words."))
    level = chips(
        _("How strong is it?"),
        Factor.Level.choices,
        vertical=False,
        help_text=_("“No information” and “not relevant” are answers: they say that it was asked."),
    )
    basis = chips(_("Is it a fact or a judgement?"), Basis.choices)
    evidence = area(
        _("What does it rest on?"),
        3,
        help_text=_("Who saw or heard it, when; or why you think so."),
    )


class CorrectFactorForm(FactorForm):
    """The same factor, corrected."""

    why = forms.CharField(
        label=_("Why is it corrected?"), help_text=REASON_HINT, max_length=500, required=False
    )
    marks = {"why": ""}


class LevelForm(DomainForm):
    """How one domain stands, as of a day."""

    domain = domain()
    direction = chips(_("Risk or protection?"), LevelRating.Direction.choices, vertical=False)
    level = chips(
        _("Level"),
        LevelRating.Level.choices,
        vertical=False,
        help_text=_("Levels stand by domain. Nothing is added up, there is no overall level."),
    )
    basis = chips(_("Is it a fact or a judgement?"), Basis.choices)
    evidence = area(
        _("What does the level rest on?"),
        3,
        help_text=_(
            "Others read it beside the level. When it is rated again: what changed, or why nothing"
            " did."
        ),
    )
    rated_on = day(_("As of which day?"))


class WeighForm(forms.Form):
    """What speaks for an interpretation and against it, and whether it is kept."""

    speaks_for = area(_("What speaks for it?"), 3, required=False)
    speaks_against = area(
        _("What speaks against it?"),
        3,
        help_text=_("Who seeks, finds: one fact at least that does not fit."),
        required=False,
    )
    standing = chips(
        _("What do we do with it?"),
        [
            (Interpretation.Standing.KEPT, _("Keep it")),
            (Interpretation.Standing.OPEN, _("Keep it open")),
            (Interpretation.Standing.SET_ASIDE, _("Set it aside")),
        ],
    )
    marks = {"speaks_against": "", "reason": ""}


class InterpretationForm(WeighForm):
    """An interpretation of the facts beside others."""

    words = area(
        _("How can the facts be read?"),
        3,
        help_text=_(
            "Would we read them so if the person held another belief, or came from elsewhere?"
        ),
    )
    field_order = ("words",)


class WeighAgainForm(WeighForm):
    """The same fields for an interpretation that stands, and why they change."""

    reason = area(_("Why is it weighed again?"), 2, help_text=REASON_HINT, required=False)


class ViewpointForm(forms.Form):
    """Whose point of view was heard."""

    voice = forms.ChoiceField(
        label=_("Whose point of view?"), choices=[("", _("Choose whose")), *Viewpoint.VOICES]
    )
    heard_on = day(_("Heard on"))
    says = area(
        _("What does it say?"), 4, help_text=_("The person and the family: in their own words.")
    )
