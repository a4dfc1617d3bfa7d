"""Steps of the stories from carrying out on: checkpoints, closing, monitoring."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from casework.models import Case, Code
from closure.closing import around
from closure.closing import decisions as closing
from closure.closing.sheet import ClosingSheet
from closure.models import InformedParty, MonitoringCheck
from closure.monitoring import decisions as monitoring
from closure.reopening import decisions as reopening
from common.scope import WORKER, Actor, bound
from plans.carrying.decisions.answers import accept_action
from plans.carrying.decisions.effects import close_effect, record_effect, respond_to_effect
from plans.carrying.decisions.progress import finish_action, verify_outcome
from plans.checkpoints.decisions import meeting as meeting_decisions
from plans.checkpoints.decisions import sections
from plans.checkpoints.sheet import CheckpointSheet, coming
from plans.models import CheckpointMeeting, FollowUp, Goal


class Following:
    """Mixed into a story of a case, after ``Planning``."""

    case: Case

    # --- checkpoints -------------------------------------------------------------------------
    def checkpoint(
        self, day: str, found: str, *, process="claire", content: str, conclusion="go_on",
        next_on: str, online: str, person: str, actions: dict | None = None, ratings="partly",
        why_extra: str = "", effects: str = "none", dissent: str = "", reason: str = "",
    ):  # fmt: skip
        """Hold and conclude a checkpoint on that day, every line looked at.

        ``actions`` maps keys of people to a standing; all other actions are as planned.
        """
        actions = actions or {}
        with self.by(process, f"{day} 10:00") as user:
            planned = [] if why_extra else coming(self.fresh())
            line = planned[0].line if planned else None
            meeting = meeting_decisions.open_checkpoint(
                self.fresh(), by=user, held_on=self.day(day), line=line, why_extra=why_extra
            )
            sheet = CheckpointSheet(self.case, meeting)
            by_owner = {self.people[key].pk: standing for key, standing in actions.items()}
            sections.write_presence(
                meeting, by=user, expected=0, found=dict.fromkeys(_keys(sheet.agencies), "present")
            )
            sections.check_actions(
                meeting, by=user, expected=0,
                found={
                    row.line: (by_owner.get(row.follow_up.owner_id, "as_planned"), "")
                    for row in sheet.actions
                },
            )  # fmt: skip
            sections.check_goals(
                meeting, by=user, expected=0,
                found={row.line: (ratings, "") for row in sheet.goals},
            )  # fmt: skip
            for section, said in (
                ("effects", {"effects": effects, "effects_words": "Demandé à chacun."}),
                ("online", {"online": "looked", "online_words": online}),
                ("views", {"person_view": person, "family_view": ""}),
            ):
                version = CheckpointMeeting.objects.get(pk=meeting.pk).version
                sections.write_section(meeting, section, by=user, expected=version, **said)
        with self.by(content, f"{day} 11:30") as user:
            return meeting_decisions.conclude_checkpoint(
                meeting, by=user, conclusion=conclusion, grounds=found, dissent=dissent,
                next_on=self.day(next_on), reason=reason,
            )  # fmt: skip

    def accepted(self, when: str) -> None:
        """Every agency accepts what a new version asks of it."""
        with self.by("claire", when):
            waiting = list(
                FollowUp.objects.filter(case=self.case, state="waiting").select_related("owner")
            )
            for row in waiting:
                with bound(Actor.of(row.owner)):
                    accept_action(row, by=row.owner)

    def finished(self, key: str, when: str, outcome: str, result: str = "done", **more) -> None:
        """End this person's open actions with an outcome."""
        with self.by(key, when) as user:
            rows = FollowUp.objects.filter(
                case=self.case, owner=user, state__in=["accepted", "running"]
            )
            for row in list(rows):
                finish_action(
                    row, by=user, result=result, on=self.day(when[:10]), outcome=outcome, **more
                )

    def verified(self, process: str, content: str, when: str, words: str) -> None:
        """Verify each outcome that nobody has: by one coordinator, their own by the other."""
        with bound(WORKER):
            ended = FollowUp.objects.filter(case=self.case, state__in=["done", "not_done"])
            rows = list(ended.filter(checked_by__isnull=True))
        for row in rows:
            with self.by(
                content if row.performer_id == self.people[process].pk else process, when
            ) as by:
                verify_outcome(row, by=by, words=words)

    def effect(
        self, key: str, when: str, kind: str, words: str, response: str, *, severity="medium",
        closed: tuple[str, str, str] | None = None,
    ):  # fmt: skip
        """Record a negative effect, respond to it, and close it where ``closed`` is given."""
        with self.by(key, when) as user:
            row = record_effect(
                self.fresh(), by=user, kind=Code.objects.get(kind=Code.List.EFFECT, code=kind),
                noticed_on=self.day(when[:10]), severity=severity, words=words,
            )  # fmt: skip
            row = respond_to_effect(row, by=user, expected=row.version, response=response)
        if closed:
            who, at, why = closed
            with self.by(who, at) as user:
                close_effect(row, by=user, reason=why)
        return row

    # --- closing -----------------------------------------------------------------------------
    def proposal(self, content: str, when: str, grounds: str, risk: str, **more):
        more.setdefault("why", "goals_reached")
        with self.by(content, when) as user:
            self.proposed = closing.propose_closure(
                self.fresh(), by=user, grounds=grounds, residual_risk=risk, **more
            )

    def results(self, content: str, when: str, *results: tuple[str, str]) -> None:
        with self.by(content, when) as user:
            goals = Goal.objects.filter(
                case=self.case, plan__state="approved", removed_at__isnull=True
            )
            pairs = zip(goals.order_by("position", "pk"), results, strict=True)
            for goal, (result, words) in list(pairs):
                closing.write_result(goal, by=user, expected=0, result=result, words=words)

    def opinions(self, when: str, **stances) -> None:
        """Give opinions: by the person's key a stance, or a stance and its words."""
        for key, said in stances.items():
            stance, words = said if isinstance(said, tuple) else (said, "")
            with self.by(key, when) as user:
                closing.give_opinion(self.proposed, by=user, stance=stance, words=words)

    def told(self, content: str, when: str, *parties: tuple[str, str], why_not: str = "") -> None:
        """Write who around the person was told that the file may be reopened; or why not."""
        for who, tie in parties:
            with self.by(content, when) as user:
                around.inform_party(
                    self.proposed, by=user, told=not why_not, who=who, tie=tie,
                    told_on=self.day(when[:10]), how="in_person", not_told_because=why_not,
                )  # fmt: skip

    def signed(self, owner: str, when: str, **more) -> None:
        with self.by(owner, when) as user:
            now = type(self.proposed).objects.get(pk=self.proposed.pk)
            edition = ClosingSheet.of(self.fresh(), now).edition
            closing.sign_off(now, by=user, expected=edition, agrees=True, **more)

    # --- after -------------------------------------------------------------------------------
    def check(self, number: int) -> MonitoringCheck:
        """The check of that number of the latest closure."""
        with bound(WORKER):
            rows = MonitoringCheck.objects.filter(case=self.case, number=number)
            return rows.order_by("-proposal__signed_at").first()

    def monitored(
        self, number: int, key: str, days_late: int, result: str, words: str, **more
    ) -> None:
        """Enter a check so many days after it was due; its own day is computed (J1)."""
        more = {"decision": "go_on", "sources": "Services et entourage"} | more
        check = self.check(number)
        held_on = check.due_on + timedelta(days=days_late)
        at = datetime.combine(held_on, time(10), tzinfo=timezone.get_default_timezone())
        with self.by(key, at) as user:
            monitoring.enter_check(
                check, by=user, held_on=held_on, result=result, words=words, **more
            )

    def reopened(self, content: str, when: str, trigger: str, reason: str) -> None:
        with self.by(content, when) as user:
            reopening.reopen(self.fresh(), by=user, trigger=trigger, reason=reason)

    def told_again(self, content: str, when: str, who: str) -> None:
        with self.by(content, when) as user:
            party = InformedParty.objects.filter(case=self.case, who=who).get()
            reopening.tell_again(party, by=user, on=self.day(when[:10]))


def _keys(rows) -> list:
    return [row.pk for row in rows]
