"""The rules of a signal until somebody answers for it.

Each yields sentences; silence is consent. A docstring says what is asked, with its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from agencies import presence
from agencies.duty_desk import on_duty
from agencies.models import Channel
from common import clock
from common.dates import day as day_words
from common.refusals import Obstacle, is_written
from intake.models import Signal, SignalHop


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def is_acknowledged(signal: Signal, by) -> Iterator[Obstacle]:
    """The signal is acknowledged: somebody answers for it (S24, S40)."""
    if signal.is_open:
        yield Obstacle(
            _("Nobody has acknowledged this signal yet."),
            row="S24",
            todo=_("Acknowledge it first."),
        )


def not_acknowledged_yet(signal: Signal, by) -> Iterator[Obstacle]:
    """A signal is acknowledged once: one person answers for it (S24)."""
    if signal.is_open:
        return
    who = signal.acknowledged_by.display
    yield Obstacle(
        _("%(who)s acknowledged this signal already and answers for it.") % {"who": who},
        row="S24",
        todo=_("Speak to %(who)s if you know something more.") % {"who": who},
    )


def has_no_case(signal: Signal, by) -> Iterator[Obstacle]:
    """No case is opened on the signal yet: two files would split what is known (S78)."""
    if signal.case_id:
        yield Obstacle(
            _("A case was opened on this signal already."),
            row="S78",
            todo=_("Ask the coordinators of that case."),
        )


def no_case_yet(signal: Signal, by) -> Iterator[Obstacle]:
    """The words of a signal are corrected until a case is opened on it (2.3)."""
    if signal.case_id:
        yield Obstacle(
            _("A case was opened on this signal; its words stay as they were read then."),
            row="2.3",
            todo=_("Add what is new as information on the case."),
        )


# --- of what was typed: asked by the decision alone -----------------------------------------
def words_are_written(words: str) -> Iterator[Obstacle]:
    """The words are mandatory, and nothing else (S25)."""
    yield from is_written(
        words, _("Write down what was reported, in the caller’s own words."), row="S25"
    )


def came_in_by_today(day: date | None) -> Iterator[Obstacle]:
    """A signal came in today or earlier (X14)."""
    if day is not None and day > clock.today():
        yield Obstacle(_("That day is still to come."), row="X14", todo=_("Write the day it was."))


def came_in_before(signal: Signal, day: date) -> Iterator[Obstacle]:
    """A corrected day of coming in is not ahead, nor after it was typed or looked at (X14)."""
    if day > clock.today():
        yield from came_in_by_today(day)
        return
    typed = clock.day_of(signal.entered_at or signal.received_at)
    if typed < day:
        yield Obstacle(
            _("The signal was typed on %(day)s: it came in before.") % {"day": day_words(typed)},
            row="X14",
            todo=_("Write the day it was."),
        )
    elif signal.acknowledged_at and clock.day_of(signal.acknowledged_at) < day:
        yield Obstacle(
            _("The signal was acknowledged on %(day)s: it came in before.")
            % {"day": day_words(clock.day_of(signal.acknowledged_at))},
            row="X14",
            todo=_("Write the day it was."),
        )


def comes_by(channel: Channel | None) -> Iterator[Obstacle]:
    """A signal comes in by a channel that is open (S24)."""
    if channel is None:
        yield Obstacle(
            _("No channel is open, so nobody would receive this signal."),
            row="S24",
            todo=_("Ask an administrator to open a channel. Your text is kept."),
        )


def can_take(signal: Signal, user) -> Iterator[Obstacle]:
    """A signal is passed on to somebody of its desk who is there and has it not already (S24)."""
    if not on_this_desk(signal, user):
        yield Obstacle(
            _("%(who)s does not receive signals of this channel.") % {"who": user.display},
            row="S24",
            todo=_("Choose a receiver, a deputy or a signal coordinator."),
        )
    if presence.is_absent(user, clock.today()):
        yield Obstacle(
            _("%(who)s is away today.") % {"who": user.display},
            row="S24",
            todo=_("Choose somebody who is there."),
        )
    if signal.holder_id == user.pk:
        yield Obstacle(
            _("%(who)s has this signal already.") % {"who": user.display},
            row="S27",
            todo=_("Choose somebody else, or acknowledge it."),
        )


def on_this_desk(signal: Signal, user) -> bool:
    """Whether the user receives, deputises or coordinates for the signal's channel."""
    posts = signal.channel.posts.filter(user=user, active=True)
    return presence.has_joined(user) and (user.has_duty("signal_coordinator") or posts.exists())


def reason_is_written(reason: str) -> Iterator[Obstacle]:
    """Whoever reads a source's name writes why (B7)."""
    yield from is_written(
        reason,
        _("Write why you need to know who called."),
        row="B7",
        todo=_("The reason stays in the journal of the signal."),
    )


def source_is_corrected(same: bool, reason: str) -> Iterator[Obstacle]:
    """Something of the caller is corrected, for a written reason (X33)."""
    if same:
        yield Obstacle(_("Nothing has been changed yet."), row="B7")
    yield from is_written(
        reason,
        _("Write why it is corrected."),
        row="B7",
        todo=_("The reason is sealed with who called."),
    )


def anonymous_gives_nothing(anonymous: bool, name: str, contact: str) -> Iterator[Obstacle]:
    """Whoever asks to stay anonymous leaves no further name or number (S25, X33)."""
    if anonymous and (name.strip() or contact.strip()):
        yield Obstacle(
            _("Whoever wishes to stay anonymous leaves no name and no number."),
            row="S25",
            todo=_("Leave both empty: what was sealed before stays sealed."),
        )


# --- of the clock, and who is there -------------------------------------------------------
def why_it_moves_on(signal: Signal) -> str | None:
    """The reason for passing the signal on by the clock, None when nothing is due (S24).

    Its day is over, or its holder is away: a signal must not wait for one person's return.
    """
    if not signal.is_open:
        return None
    if signal.answer_due_at and signal.answer_due_at <= clock.now():
        return SignalHop.Why.DELAY
    if signal.holder and not signal.unattended and is_gone(signal.holder):
        return SignalHop.Why.HOLDER_AWAY
    return None


def is_gone(user) -> bool:
    """Whether that person cannot act today: away, without account, or never signed in."""
    return not presence.can_act(user, None, clock.today())


def whole_desk(signal: Signal) -> tuple:
    """Everybody who answers for the signal's channel, there today or not."""
    return on_duty(signal.channel, clock.today()).everyone


def desk_of(signal: Signal) -> list:
    """Those who could take the signal today: receivers, deputies, coordinators."""
    desk = on_duty(signal.channel, clock.today())
    people = {}
    for user in (*desk.receivers_present, *desk.deputies_present, *desk.coordinators_present):
        people.setdefault(user.pk, user)
    return list(people.values())
