"""The first analysis (screen 2b): one page, its sections each a form with an address of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.conferences import first_day_of
from casework.models import Code
from casework.rights import Right
from casework.views.base import ActView, DecisionView, SubjectView
from intake.first_analysis import looks, rules, sheet
from intake.first_analysis.decisions import security
from intake.first_analysis.decisions import source as source_decisions
from intake.first_analysis.decisions import take_back as take_back_decisions
from intake.first_analysis.decisions import triage as triage_decisions
from intake.first_analysis.decisions.take_back import SECTIONS
from intake.first_analysis.forms import (
    MinorForm,
    QuestionsForm,
    SecurityAnswerForm,
    SecurityForm,
    SourceForm,
)
from intake.models import Outcome, Signal
from intake.outcomes.decisions.joining import may_still_be_joined
from intake.signals import same_source

Kind = Outcome.Kind
WITH_PEOPLE = ("channel", "holder", "reporter", "acknowledged_by")


@dataclass(frozen=True)
class Check:
    """One check: its heading, where it is answered, and whether it is."""

    key: str
    title: str
    short: str
    template: str
    href: str
    done: bool
    take_back: str = ""


CHECKS = (
    (
        "source",
        gettext_noop("Can the source be relied on?"),
        gettext_noop("Source"),
        "intake/checks/source.html",
        "intake:assess_source",
    ),
    (
        "security",
        gettext_noop("Is it a security matter?"),
        gettext_noop("Security matter"),
        "intake/checks/security.html",
        "intake:security",
    ),
    (
        "minor",
        gettext_noop("Is the person a minor?"),
        gettext_noop("Minor"),
        "intake/checks/minor.html",
        "intake:minor",
    ),
    (
        "questions",
        gettext_noop("Does it look like radicalisation, and is working together useful?"),
        gettext_noop("The two questions"),
        "intake/checks/questions.html",
        "intake:questions",
    ),
)

# What a signal coordinator may decide on this page, with what follows from it.
CHOICES = (
    (Kind.NEED_MORE, gettext_noop("Ask for more information first"),
     gettext_noop("With a question, an addressee and a date. It comes back here.")),
    (Kind.ORIENTED, gettext_noop("Pass to ordinary help"),
     gettext_noop("A service has accepted. No case, no mark on the person.")),
    (Kind.HANDED_TO_SECURITY, gettext_noop("Hand to the competent service"),
     gettext_noop("A security matter. The file here keeps the note alone.")),
    (Kind.NO_ACTION, gettext_noop("No further action"),
     gettext_noop("Read by two people. Kept for a while to recognise a repeat.")),
    (Kind.MALICIOUS, gettext_noop("Malicious report"),
     gettext_noop("Two signal coordinators. It does not count against the person.")),
    (Kind.MERGED, gettext_noop("Typed twice: bring it together with another signal"),
     gettext_noop("Both stay as they are; the other one goes on.")),
    (Kind.JOINED_TO_CASE, gettext_noop("Join this signal to the file"),
     gettext_noop("For a person who has a file here: its coordinators are told at once.")),
)  # fmt: skip


class AnalysisFrame(SubjectView):
    """What every page of the first analysis shows: the report, the checks, the outcomes."""

    model = Signal
    related: ClassVar[tuple[str, ...]] = WITH_PEOPLE
    template_name = "intake/first_analysis.html"
    nav = "signals"
    open: ClassVar[str] = ""  # the check whose form is on the page

    def found(self) -> sheet.FirstAnalysis:
        if "_found" not in self.__dict__:
            self._found = sheet.of(self.subject)
        return self._found

    def repeated(self) -> list:
        """Whether this source was unfounded again and again, for whoever decides (S39)."""
        if "_repeated" not in self.__dict__:
            decides = access.may(self.request.user, Right.DECIDE_OUTCOME, self.subject)
            others = same_source.others_unfounded(self.subject) if decides else 0
            source = self.found().source
            self._repeated = list(same_source.third_unfounded_report(self.subject, source, others))
        return self._repeated

    def frame(self) -> dict:
        found, user = self.found(), self.request.user
        checks = self._checks(found)
        closed = list(rules.analysis_is_open(found))
        return {
            "subject": self.subject,
            "signal": self.subject,
            "found": found,
            "checks": checks,
            "answered": sum(check.done for check in checks),
            "open": self.open,
            "closed": closed,
            "repeated": self.repeated(),
            "choices": self._choices(user),
            "lacking": [one for one in rules.before(found, Kind.ORIENTED) if one.blocks],
            "may_analyse": access.may(user, Right.ANALYSE_SIGNAL, self.subject),
            "may_decide": access.may(user, Right.DECIDE_OUTCOME, self.subject),
            "may_match": access.may(user, Right.MATCH_PERSONS, self.subject),
            "may_join": self._may_join(found),
            "may_take": access.may(user, Right.OPEN_CASE, self.subject),
            "alternatives": _alternatives(found.triage.alternatives),
            "seats": list(found.conference.seats.select_related("agency").order_by("agency__name"))
            if found.conference
            else [],
            "first_day": first_day_of(found.conference) if found.conference else None,
            "reads_second": bool(found.proposal) and found.proposal.second_reader_id == user.pk,
            "may_undo": bool(found.in_force) and found.in_force.decided_by.pk == user.pk,
        }

    def _may_join(self, found) -> bool:
        """Whether the outcome that stands, or waits, can still become «joined to the file»."""
        decides = access.may(self.request.user, Right.DECIDE_OUTCOME, self.subject)
        stands = found.in_force or found.proposal
        return bool(decides and stands) and may_still_be_joined(self.subject)

    def _checks(self, found) -> list[Check]:
        done = {
            "source": found.source is not None,
            "security": found.deconfliction is not None and not found.deconfliction.waits,
            "minor": bool(found.triage.minor),
            "questions": bool(found.triage.radicalised and found.triage.useful),
        }
        mine = self._just_answered(found)
        waits = found.deconfliction is not None and found.deconfliction.waits
        routes = {"security": "intake:security_answer"} if waits else {}
        return [
            Check(
                key=key,
                title=gettext(title),
                short=gettext(short),
                template=template,
                href=reverse(routes.get(key, route), args=[self.subject.pk]),
                done=done[key],
                take_back=reverse("intake:take_back", args=[self.subject.pk, key])
                if key in mine
                else "",
            )
            for key, title, short, template, route in CHECKS
        ]

    def _just_answered(self, found) -> set[str]:
        """The checks that the reader answered and nobody else has read since (one query)."""
        if found.is_closed:
            return set()
        user, triage, source = self.request.user, found.triage, found.source
        signed = {
            "source": [(source.assessed_by_id, source.assessed_at)] if source else [],
            "minor": [(triage.minor_by_id, triage.minor_at)],
            "questions": [
                (triage.radicalised_by_id, triage.radicalised_at),
                (triage.useful_by_id, triage.useful_at),
            ],
        }
        last = looks.last_read_by_others(self.subject, user)
        return {
            key
            for key, acts in signed.items()
            if any(by == user.pk and (last is None or at > last) for by, at in acts)
        }

    def _choices(self, user) -> list[dict]:
        pk = self.subject.pk
        chosen = [
            {
                "kind": str(kind),
                "text": gettext(text),
                "hint": gettext(hint),
                "href": reverse("intake:decide", args=[pk, kind]),
            }
            for kind, text, hint in CHOICES
            if access.may(user, Right.DECIDE_OUTCOME, self.subject)
        ]
        if access.may(user, Right.OPEN_CASE, self.subject):
            chosen.insert(
                0,
                {
                    "kind": str(Kind.TO_CONFERENCE),
                    "text": gettext("Take it to the table"),
                    "hint": gettext(
                        "Both questions are answered. The table says whether a case opens."
                    ),
                    "href": reverse("intake:to_conference", args=[pk]),
                },
            )
        return chosen


def _alternatives(codes: list[str]) -> list[str]:
    """The labels of the other explanations that were looked at."""
    if not codes:
        return []
    known = Code.objects.filter(kind=Code.List.ALTERNATIVE, code__in=codes)
    return [code.label for code in known]


def page_of_analysis(signal: Signal) -> str:
    """The address of a signal's first analysis."""
    return reverse("intake:first_analysis", args=[signal.pk])


class FirstAnalysisPage(AnalysisFrame):
    """The whole of it, for the desk: what is answered, what is not, what becomes of the signal."""

    right = Right.SECOND_READ

    def get(self, request, pk):
        return self.page(**self.frame())


class AnalysisForm(DecisionView, AnalysisFrame):
    """A form inside that page; the panel it belongs to is framed."""

    def context(self) -> dict:
        return super().context() | self.frame() | {"action": self.action}

    action: ClassVar[object] = _("Save this answer")

    def standing(self) -> list:
        return list(rules.analysis_is_open(self.found()))

    def success_url(self, result) -> str:
        return page_of_analysis(self.subject)


class Section(AnalysisForm):
    """A check, answered by a signal coordinator; two writers never overwrite each other (I1)."""

    right = Right.ANALYSE_SIGNAL
    success_message = _("Kept. What stood before is in the history.")

    def row(self):
        """What holds the answer, or None."""
        return self.found().triage

    def object_version(self) -> int:
        row = self.row()
        return 0 if row is None or row._state.adding else row.version

    def initial(self) -> dict:
        row = self.row()
        return {name: getattr(row, name, "") for name in self.form_class.base_fields}


class TakeBack(ActView):
    """One click: the last answer to a check is taken back, while nobody else has read it."""

    model = Signal
    right = Right.ANALYSE_SIGNAL
    related: ClassVar[tuple[str, ...]] = WITH_PEOPLE
    nav = "signals"
    success_message = _("Taken back. What stood before stands again.")

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.check = kwargs["check"]
        if self.check not in SECTIONS:
            raise Http404

    def act(self):
        return take_back_decisions.take_back_check(self.subject, self.check, by=self.request.user)

    def success_url(self, result) -> str:
        return page_of_analysis(self.subject)


class AssessSource(Section):
    """Check 1 (S38)."""

    open = "source"
    form_class = SourceForm
    form_name = "intake.source"

    def row(self):
        return self.found().source

    def decide(self, form):
        return source_decisions.assess_source(
            self.subject,
            by=self.request.user,
            expected=self.expected_version,
            **form.cleaned_data,
        )


class Security(AnalysisForm):
    """Check 2: how much of a security matter, and whom we ask (S34)."""

    right = Right.ANALYSE_SIGNAL
    open = "security"
    form_class = SecurityForm
    form_name = "intake.security"
    success_message = _("Kept, with its hour.")

    def standing(self) -> list:
        found = self.found()
        asked = rules.earlier_question_is_settled(found, "-")
        return [*rules.analysis_is_open(found), *asked]

    def decide(self, form):
        return security.ask_deconfliction(self.subject, by=self.request.user, **form.cleaned_data)


class SecurityAnswer(AnalysisForm):
    """The answer of the security services (S34)."""

    right = Right.ANALYSE_SIGNAL
    open = "security"
    form_class = SecurityAnswerForm
    form_name = "intake.security_answer"
    success_message = _("The answer is noted, with its hour.")

    def standing(self) -> list:
        return list(rules.answer_is_expected(self.found().deconfliction))

    def decide(self, form):
        return security.note_security_answer(
            self.subject, by=self.request.user, **form.cleaned_data
        )


class MinorSection(Section):
    """Check 3 (S35)."""

    open = "minor"
    form_class = MinorForm
    form_name = "intake.minor"

    def decide(self, form):
        return triage_decisions.answer_minor(
            self.subject, by=self.request.user, expected=self.expected_version, **form.cleaned_data
        )


class Questions(Section):
    """Check 4: the two questions and what keeps one from seeing only one's own (S22, S36, S41)."""

    open = "questions"
    form_class = QuestionsForm
    form_name = "intake.questions"

    def decide(self, form):
        return triage_decisions.answer_questions(
            self.subject, by=self.request.user, expected=self.expected_version, **form.cleaned_data
        )
