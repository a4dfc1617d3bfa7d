"""A Saturday night in Saint-Aubrac: danger about somebody who is followed, and who is there."""

from __future__ import annotations

from datetime import timedelta

from agencies.models import Turn
from casework.models import Case
from common import clock
from common.scope import WORKER, bound
from intake.models import Signal
from intake.signals import decisions as signals
from intake.signals.tasks import pass_on_unanswered, remind_of_urgent
from notices.models import Notice
from tests import people as town
from tests import ticking, worlds
from tests.browsing import away, paris, text_of
from tests.intake.roster.rostered import NUMBER, turn
from tests.people import acting, hotline, signal_from

NIGHT, MORNING = paris(2026, 6, 6, 23, 10), paris(2026, 6, 8, 8)
FIVE = timedelta(minutes=5)


@worlds.standing
def case(people) -> Case:
    """Yanis Belcourt is followed since the Tuesday before; Claire and Hugo coordinate."""
    return town.open_case(people)


def calls(people) -> list[Signal]:
    """Two signals on the Friday, and the third in the night: he is said to have a weapon."""
    found = []
    for moment, danger, words in (
        (paris(2026, 6, 5, 9), Signal.Danger.NO, "Il a changé de groupe d’amis."),
        (paris(2026, 6, 5, 11), Signal.Danger.NO, "Il ne répond plus à sa mère."),
        (NIGHT, Signal.Danger.YES, "Yanis Belcourt a montré une arme, il dit : demain."),
    ):
        with clock.at(moment):
            found.append(
                signal_from(
                    people["sophie"],
                    words,
                    channel=hotline(),
                    danger=danger,
                    about="Yanis Belcourt",
                )
            )
        if danger == Signal.Danger.NO:
            with clock.at(moment + FIVE), acting(people["ines"]) as ines:
                signals.acknowledge(found[-1], by=ines)
    return found


def empty_chairs(people) -> None:
    """One coordinator has no account any more, the other is away to the Sunday."""
    people["claire"].is_active = False
    people["claire"].save()
    away(people["thomas"], paris(2026, 6, 6).date(), paris(2026, 6, 7).date())


def sweeps(until) -> None:
    """All sweeps of signals, each hour from the night on."""
    at = NIGHT + FIVE
    while at <= until:
        with clock.at(at):
            ticking.has_run("pass_on_unanswered", "remind_of_urgent")
            pass_on_unanswered()
            remind_of_urgent()
        at += timedelta(hours=1)


def heard(signal) -> list[tuple]:
    """Everything that was told of this signal, in order: (who, kind, when)."""
    with bound(WORKER):
        rows = Notice.objects.filter(signal_id=signal.pk).order_by(
            "made_at", "recipient__full_name"
        )
        return list(rows.values_list("recipient__full_name", "kind", "made_at"))


def reminders(signal) -> list[tuple]:
    found = [one for one in heard(signal) if one[1].startswith("urgent")]
    assert len({name for name, *_more in found}) == len(found), "somebody was told twice"
    return found


def test_the_one_on_call_is_told_alone_and_in_the_morning_the_others(people, case, sign_in):
    """Rulings 7, S24, S63, X18. Lines: ``_whom``; ``_everybody``; the item of My work."""
    turn(people, "luc", (2026, 6, 6, 8), (2026, 6, 8, 8))
    empty_chairs(people)
    *earlier, danger = calls(people)
    sweeps(MORNING - FIVE)
    told = reminders(danger)
    assert [(name, kind) for name, kind, _at in told] == [("Luc Amiel", "urgent_on_call")]
    assert told[0][2] - NIGHT <= timedelta(hours=2, minutes=55)
    # Whoever took the call has it by the channel, as every signal; nobody else has heard a word.
    assert {name for name, *_more in heard(danger)} == {"Inès Vasseur", "Luc Amiel"}
    assert all(not reminders(signal) for signal in earlier)
    # It is his to acknowledge; his turn alone gives him no file to read.
    with clock.at(MORNING - timedelta(hours=2)), acting(people["luc"]) as luc:
        assert Signal.objects.visible_to(luc).filter(pk=danger.pk).exists()
        assert not Case.objects.visible_to(luc).filter(pk=case.pk).exists()
    # After the third step the number stands on the coordinator's first page.
    with clock.at(paris(2026, 6, 7, 5)):
        assert "On call now" not in text_of(sign_in(people["thomas"]).get("/"))
    with clock.at(paris(2026, 6, 7, 6)):
        shown = text_of(sign_in(people["thomas"]).get("/"))
    assert "On call now: Luc Amiel" in shown
    assert NUMBER in shown

    with clock.at(MORNING):
        ticking.has_run("remind_of_urgent")
        remind_of_urgent()
    told = reminders(danger)
    assert {name for name, _kind, at in told if at == MORNING} == {
        "Inès Vasseur", "Thomas Leclercq",
    }  # fmt: skip
    with clock.at(MORNING + timedelta(hours=1)):
        shown = text_of(sign_in(people["thomas"]).get("/"))
        assert "Possible danger, not acknowledged by anybody" in shown
        assert "Nobody is on call now." in shown
        with acting(people["luc"]) as luc:
            signals.acknowledge(danger, by=luc)
        assert "Possible danger" not in text_of(sign_in(people["thomas"]).get("/"))
    assert len(reminders(danger)) == 3


def test_with_no_roster_everybody_able_is_told_in_the_night(people, case):
    """Rulings 7: never an empty chair, never nobody, nothing twice."""
    empty_chairs(people)
    *_earlier, danger = calls(people)
    sweeps(MORNING)
    told = reminders(danger)
    assert {name for name, *_more in told} == {"Inès Vasseur", "Luc Amiel", "Thomas Leclercq"}
    in_the_night = {name for name, _kind, at in told if at < NIGHT + timedelta(hours=3)}
    assert in_the_night == {"Inès Vasseur", "Luc Amiel"}


def test_a_roster_of_empty_chairs_is_none(people, case):
    """X18: the one on call has no account, the second call is away."""
    turn(people, "claire", (2026, 6, 6, 8), (2026, 6, 8, 8))
    turn(people, "thomas", (2026, 6, 6, 8), (2026, 6, 8, 8), call=Turn.Call.SECOND, by="thomas")
    empty_chairs(people)
    *_earlier, danger = calls(people)
    sweeps(NIGHT + timedelta(hours=5))
    assert {name for name, *_more in reminders(danger)} == {"Inès Vasseur", "Luc Amiel"}
