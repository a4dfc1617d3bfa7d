"""My work: what each app says needs this person, in order of lateness (roof)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import duty_desk
from casework import absent, clock, notices
from casework.models import Notice
from casework.rights import Right
from casework.views.base import RightView
from casework.views.case import own_cases, own_memberships
from closure import due as closure_due
from closure import due_monitoring
from intake import due as intake_due
from intake.filters import desk_channels
from intake.models import Signal
from plans import due as plan_questions
from plans import due_checking, due_plan


@dataclass(frozen=True)
class Item:
    """One thing that waits for the reader."""

    title: str
    href: str
    reference: str
    meta: str
    due_at: datetime | None
    act: str = ""
    act_url: str = ""


MOST = 50


class MyWork(RightView):
    """The home page: overdue, today, later; who is on the desk; own cases; notices."""

    right = Right.CAPTURE_SIGNAL
    template_name = "casework/my_work.html"
    nav = "work"

    def get(self, request):
        user = request.user
        items = [
            *_signals(user),
            *_second_readings(user),
            *_analyses(user),
            *_answers(user),
            *_away(user),
            *_questions(user),
            *_actions(user),
            *_checkpoints(user),
            *_closings(user),
            *_after_closure(user),
        ]
        desks = _desks(user)
        groups = _in_order(items)
        return self.page(
            today=clock.today(),
            groups=groups,
            counts=_counts(groups, request),
            found=own_cases(request, size=6),
            desks=desks,
            thin_channels=_thin(desks),
            unread=_unread(user),
        )


def _signals(user) -> list[Item]:
    return [
        Item(
            title=_("New signal, not acknowledged: %(channel)s") % {"channel": signal.channel.name},
            href=reverse("intake:page", args=[signal.pk]),
            reference=signal.reference,
            meta=_("danger reported") if signal.danger == Signal.Danger.YES else "",
            due_at=signal.answer_due_at,
            act=_("Acknowledge"),
            act_url=reverse("intake:acknowledge", args=[signal.pk]),
        )
        for signal in intake_due.waiting_for(user)[:MOST]
    ]


def _analysis_item(signal: Signal, title: str, due_at: datetime) -> Item:
    href = reverse("intake:first_analysis", args=[signal.pk])
    return Item(title=title, href=href, reference=signal.reference, meta="", due_at=due_at)


def _second_readings(user) -> list[Item]:
    return [
        _analysis_item(
            outcome.signal,
            _("Second reading asked by %(name)s") % {"name": outcome.proposed_by.display},
            outcome.proposed_at + timedelta(days=1),
        )
        for outcome in intake_due.second_readings_of(user)[:MOST]
    ]


def _analyses(user) -> list[Item]:
    return [
        _analysis_item(signal, _("First analysis without an outcome"), signal.due)
        for signal in intake_due.analyses_of(user, MOST)
    ]


def _answers(user) -> list[Item]:
    return [
        _analysis_item(
            outcome.signal,
            _("Answer awaited from %(name)s") % {"name": outcome.addressee},
            _end_of(outcome.due_on),
        )
        for outcome in intake_due.answers_awaited_by(user)[:MOST]
    ]


def _end_of(day) -> datetime:
    """The last moment of a day of the territory."""
    zone = timezone.get_default_timezone()
    return timezone.make_aware(datetime.combine(day, time.max), zone)


def _questions(user) -> list[Item]:
    """What the reader, or their agency, is to find out on a case (S44)."""
    return [
        Item(
            title=_("To find out: %(domain)s") % {"domain": gap.domain.label},
            href=reverse("plans:gap_answer", args=[gap.case_id, gap.pk]),
            reference=gap.case.reference,
            meta=gap.finder.display,
            due_at=_end_of(gap.due_on),
        )
        for gap in plan_questions.questions_of(user)[:MOST]
    ]


def _actions(user) -> list[Item]:
    """The reader's own actions in plans that apply, by their last day (S50)."""
    return [
        Item(
            title=action.title,
            href=reverse("plans:plan", args=[action.case_id]),
            reference=action.case.reference,
            meta="",
            due_at=_end_of(action.ends_on),
        )
        for action in due_plan.actions_of(user).filter(owner=user)[:MOST]
    ]


def _checkpoints(user) -> list[Item]:
    """Plans to begin, checkpoints to hold (process), checkpoints to conclude (content)."""
    begin = [
        Item(
            title=_("The approved plan waits to be carried out"),
            href=reverse("plans:carrying", args=[case.pk]),
            reference=case.reference,
            meta="",
            due_at=case.state_since + timedelta(days=7),
        )
        for case in due_checking.to_begin(user)[:MOST]
    ]
    hold = [
        Item(
            title=_("Checkpoint to hold"),
            href=reverse("plans:checkpoints", args=[point.case.pk]),
            reference=point.case.reference,
            meta=point.looks_at,
            due_at=_end_of(point.due_on),
        )
        for point in due_checking.to_hold(user, MOST)
    ]
    conclude = [
        Item(
            title=_("Checkpoint to conclude"),
            href=reverse("plans:checking", args=[meeting.case_id, meeting.pk]),
            reference=meeting.case.reference,
            meta="",
            due_at=_end_of(meeting.held_on),
        )
        for meeting in due_checking.to_conclude(user)[:MOST]
    ]
    return [*begin, *hold, *conclude]


def _closings(user) -> list[Item]:
    """An opinion that is asked, a signature that is waited for (S80, S81)."""
    opinions = [
        Item(
            title=_("Your agency’s opinion on closing is asked"),
            href=reverse("closure:opinion", args=[proposal.case_id]),
            reference=proposal.case.reference,
            meta="",
            due_at=_end_of(proposal.opinions_due_on),
        )
        for proposal in closure_due.opinions_asked_of(user)[:MOST]
    ]
    signatures = [
        Item(
            title=_("A closure waits for your signature"),
            href=reverse("closure:sign", args=[proposal.case_id]),
            reference=proposal.case.reference,
            meta=_("what it rests on, what is uncertain, who disagrees"),
            due_at=_end_of(proposal.opinions_due_on),
        )
        for proposal in closure_due.to_sign(user)[:MOST]
    ]
    return [*opinions, *signatures]


def _after_closure(user) -> list[Item]:
    """Checks after closure that they hold; quiet years that may end (S83)."""
    checks = [
        Item(
            title=_("Check after closure"),
            href=reverse("closure:check", args=[check.case_id, check.pk]),
            reference=check.case.reference,
            meta="",
            due_at=_end_of(check.due_on),
        )
        for check in due_monitoring.checks_of(user)[:MOST]
    ]
    ends = [
        Item(
            title=_("The last check is entered: monitoring may end"),
            href=reverse("closure:monitoring", args=[case.pk]),
            reference=case.reference,
            meta="",
            due_at=None,
        )
        for case in due_monitoring.ends_waiting(user)[:MOST]
    ]
    return [*checks, *ends]


def _away(user) -> list[Item]:
    """Who is missed on the cases that the reader oversees, due before the absence begins."""
    now = clock.now()
    items = []
    for member in absent.on_cases_of(user, MOST):
        first = timezone.make_aware(datetime.combine(member.absence.first_day, time()))
        items.append(
            Item(
                title=absent.away_words(member),
                href=reverse("case_team", args=[member.case_id]),
                reference=member.case.reference,
                meta=_("Hand this part over on the team page, or name a second person."),
                due_at=max(now, first),
            )
        )
    return items


def _in_order(items: list[Item]) -> list[dict]:
    """Overdue, today, this week, later: only the groups that hold something."""
    now = clock.now()
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow += timedelta(days=1)
    week = tomorrow + timedelta(days=6)
    groups: dict[str, list[Item]] = {"overdue": [], "today": [], "week": [], "later": []}
    for item in items:
        at = item.due_at
        name = (
            "later"
            if at is None or at >= week
            else "overdue"
            if at < now
            else "today"
            if at < tomorrow
            else "week"
        )
        groups[name].append(item)
    titles = {
        "overdue": _("Overdue"),
        "today": _("Today"),
        "week": _("This week"),
        "later": _("Later"),
    }
    return [
        {"id": name, "title": titles[name], "items": found, "late": name == "overdue"}
        for name, found in groups.items()
        if found
    ]


def _counts(groups: list[dict], request) -> list[dict]:
    counts = [
        {
            "n": len(group["items"]),
            "label": group["title"].lower(),
            "href": f"#{group['id']}",
            "late": group["late"],
        }
        for group in groups
    ]
    unread = notices.unread_count(request.user)
    if unread:
        counts.append(
            {"n": unread, "label": _("unread notices"), "href": reverse("notices"), "late": False}
        )
    return counts


def _desks(user) -> list:
    """The duty desks that concern the reader: a signal coordinator's are all of them."""
    channels = set(desk_channels(user))
    every = duty_desk.desks(clock.today())
    if user.has_duty("signal_coordinator"):
        return every
    return [desk for desk in every if desk.channel.pk in channels]


def _thin(desks: list) -> list:
    """The permanent warning of S24, for whoever answers for a channel."""
    return [desk.channel for desk in desks if len(desk.receivers_present) < 2]


def _unread(user) -> list[Notice]:
    found = list(
        notices.readable(user).filter(read_at__isnull=True).order_by("-made_at", "-id")[:5]
    )
    for notice in found:
        notice.sentence = notices.sentence(notice)
    return found


class Jump(RightView):
    """Go to a reference: the case or the signal, if the reader may know of it."""

    right = Right.CAPTURE_SIGNAL
    template_name = "casework/jump.html"

    def get(self, request) -> HttpResponseRedirect:
        text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
        if not text:
            return redirect("home")
        user = request.user
        cases = own_memberships(user).order_by("-opened_at")
        case = _first_called(cases, text, "case__reference", "case_id")
        if case:
            return redirect("case", pk=case)
        signal = _first_called(Signal.objects.visible_to(user), text, "reference", "pk")
        if signal:
            return redirect("intake:page", pk=signal)
        return self.page(q=text)


# A reference without its prefix: «2026-014».
_PARTIAL = re.compile(r"\d{4}-\d{1,6}")


def _first_called(rows, text: str, reference: str, key: str):
    """The key of the row of that reference, whole or without its prefix; None without one."""
    found = rows.filter(**{f"{reference}__iexact": text}).values_list(key, flat=True).first()
    if found is None and _PARTIAL.fullmatch(text):
        ending = rows.filter(**{f"{reference}__iendswith": f"-{text}"})
        found = ending.values_list(key, flat=True).first()
    return found
