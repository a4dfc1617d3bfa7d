"""The base of the stories: lines in order, each by a person, with the clock on the line's day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.utils import timezone

from agencies.models import Channel
from casework.information.decisions import write_information
from casework.models import Case, Code, Record
from common import clock
from common.scope import WORKER, Actor, bound
from intake.first_analysis import sheet
from intake.first_analysis.decisions import security, triage
from intake.first_analysis.decisions import source as source_decisions
from intake.matching import decisions as matching
from intake.models import Signal
from intake.opening import decisions as opening
from intake.signals import decisions as signals

# The stories are dated as if today were this Monday.
TOLD_ON = date(2026, 3, 2)


def shift_for(today: date | None = None) -> timedelta:
    """The whole weeks from the day of the stories to ``today``, so that weekdays stay."""
    days = ((today or clock.today()) - TOLD_ON).days
    return timedelta(weeks=days // 7)


class Story:
    """A story. A line is a method ``line_NN``, its docstring the text of the line.

    ``LATER`` says of a line what waits for a part of Relais that is not there yet, and why.
    """

    name = ""
    LATER: dict[str, str] = {}

    def __init__(self, people: dict, shift: timedelta = timedelta()):
        self.people = people
        self.shift = shift

    @classmethod
    def lines(cls) -> list[str]:
        return sorted(name for name in dir(cls) if name.startswith("line_"))

    def tell(self) -> None:
        for name in self.lines():
            getattr(self, name)()

    # --- whose hand, on which day ------------------------------------------------------------
    def moment(self, words: str) -> datetime:
        """«2025-01-14 09:00» of the story, at that hour of the territory, moved."""
        zone = timezone.get_default_timezone()
        return timezone.make_aware(datetime.fromisoformat(words) + self.shift, zone)

    def day(self, words: str) -> date:
        """«2025-01-14» of the story, moved."""
        return date.fromisoformat(words) + self.shift

    @contextmanager
    def by(self, key: str, words: str | datetime) -> Iterator:
        """Run as that person at that moment: one of the story's, or a computed one."""
        user = self.people[key]
        at = self.moment(words) if isinstance(words, str) else words
        with clock.at(at), bound(Actor.of(user)):
            yield user

    # --- what every story does ---------------------------------------------------------------
    def signal(self, key: str, when: str, words: str, kind=Channel.Kind.PARTNER, **seen) -> Signal:
        """Capture a signal as this person."""
        channel = Channel.objects.get(kind=kind)
        with self.by(key, when) as user:
            return signals.capture_signal(by=user, words=words, channel=channel, **seen)

    def acknowledged(self, signal: Signal, key: str, when: str) -> Signal:
        with self.by(key, when) as user:
            return signals.acknowledge(signal, by=user)

    def now(self, row):
        with bound(WORKER):
            return type(row).objects.get(pk=row.pk)

    def weighed(self, signal: Signal, by, *, minor: tuple[str, str], **said) -> None:
        """Answer source, minor and the two questions as this person."""
        source = {"reliability": "reliable", "credibility": "likely"} | said.pop("source")
        source_decisions.assess_source(signal, by=by, expected=0, **source)
        triage.answer_minor(signal, by=by, expected=0, minor=minor[0], minor_basis=minor[1])
        triage.answer_questions(signal, by=by, expected=1, **said)

    def no_security_concern(self, signal: Signal, by, reason: str) -> None:
        security.ask_deconfliction(signal, by=by, concern="none", reason=reason)

    def named(self, signal: Signal, by, given: str, family: str, **more):
        """Name the person of the signal."""
        empty = {"alias": "", "birth_date": None, "age_text": ""}
        changes = {"given_name": given, "family_name": family} | empty | more
        return matching.name_person(signal, by=by, changes=changes).person

    def unnamed(self, signal: Signal, by, reason: str) -> None:
        """Write why nobody is named on the signal."""
        read = self.now(signal)
        version = sheet.of(read).triage.version
        matching.leave_unnamed(read, by=by, expected=version, unnamed_because=reason)

    def seats(self, present: tuple[str, ...], written: tuple[str, ...] = ()) -> dict:
        """``seats`` of a conference: the agencies of these people."""
        return {self.people[key].agency: "present" for key in present} | {
            self.people[key].agency: "written" for key in written
        }

    def team(self, process: str, content: str, owner: str, partners: tuple[str, ...]):
        people = self.people
        return opening.OpeningTeam(
            process_coordinator=people[process],
            content_coordinator=people[content],
            risk_owner=people[owner],
            partners=[people[key] for key in partners],
        )

    def information(self, case: Case, key: str, when: str, body: str, **more) -> Record:
        more.setdefault("kind", Record.Kind.FACT)
        more.setdefault("audience", Record.Audience.TEAM)
        with self.by(key, when) as user:
            return write_information(case, by=user, body=body, **more)

    @staticmethod
    def code(kind: str, code: str) -> Code:
        return Code.objects.get(kind=kind, code=code)
