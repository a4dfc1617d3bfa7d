"""Steps of the stories up to the plan: declaring, the analysis, the plan."""

from __future__ import annotations

from datetime import date, timedelta

from casework.models import Case, Code
from casework.relationships.decisions import add_relationship
from casework.team import decisions as team
from common import clock
from common.scope import Actor, bound
from intake.opening.decisions import start_analysis
from plans.analysis.decisions import factors as factors_decisions
from plans.analysis.decisions import gaps, interpretations
from plans.carrying.decisions.answers import accept_action
from plans.carrying.decisions.start import start_carrying_out
from plans.models import Action, Factor, FollowUp, Gap, Plan
from plans.plan.decisions import approval, lines, versions
from plans.plan.sheet import Sheet


class Planning:
    """Mixed into a story of a case; ``self.case`` is set by the line that opens it."""

    case: Case
    factors: dict[str, Factor]

    def everybody_declares(self, when: str, aims: dict[str, str]) -> None:
        """Everybody declares, and each agency says what it aims at in the case (S14)."""
        for key, aim in aims.items():
            with self.by(key, when) as user:
                team.declare(self.case, by=user, interest="none", aim_accepted=True)
                if aim:
                    team.state_agency(self.case, by=user, expected=0, goal=aim)

    def analysis_begins(self, key: str, when: str) -> None:
        with self.by(key, when) as user:
            start_analysis(self.case, by=user, enough=True)

    def factor(self, key: str, when: str, kind: str, domain: str, words: str, **more) -> Factor:
        values = {"level": "strong", "basis": "fact", "evidence": "Dit par la personne."} | more
        with self.by(key, when) as user:
            return factors_decisions.add_factor(
                self.case, by=user, domain=_domain(domain), kind=kind, words=words, **values
            )

    def gap(self, key: str, when: str, domain: str, question: str, finder: str, due: str) -> Gap:
        """Write something that is not known, and ask somebody until a day."""
        with self.by(key, when) as user:
            made = gaps.add_gap(
                self.case, by=user, domain=_domain(domain), question=question, importance="high"
            )
            return gaps.look_for_gap(
                made, by=user, finder=self.people[finder], due_on=self.day(due)
            )

    def heard(self, key: str, when: str, voice: str, on: str, says: str) -> None:
        with self.by(key, when) as user:
            interpretations.add_viewpoint(
                self.case, by=user, voice=voice, heard_on=self.day(on), says=says
            )

    def around(
        self, key: str, when: str, name: str, kind: str, approach: str, *, since: str, **more
    ) -> None:
        """Write somebody of the family down, for the whole team."""
        with self.by(key, when) as user:
            add_relationship(
                self.case, by=user, name=name, kind=kind, role="relative", knows_well="yes",
                approach=approach, audience="team", since=self.day(since), **more,
            )  # fmt: skip

    def levels(self, key: str, when: str, on: str, *rated: tuple[str, str, str, str]) -> None:
        """Write joint levels: domain, direction, level, basis."""
        with self.by(key, when) as user:
            for domain, direction, level, evidence in rated:
                interpretations.agree_level(
                    self.case,
                    by=user,
                    domain=_domain(domain),
                    direction=direction,
                    level=level,
                    basis="assessment",
                    evidence=evidence,
                    rated_on=self.day(on),
                )

    # --- a plan ------------------------------------------------------------------------------
    def texts(self, user, plan: Plan, **changes: str) -> None:
        versions.write_texts(self.case, by=user, expected=plan.version, changes=changes)

    def goal(self, user, statement: str, target: str, due: str, tag: str, **more):
        values = {
            "indicator": "Le registre des présences",
            "baseline": "rien aujourd’hui",
            "means": "Les organismes de l’équipe",
            "factor": None,
        } | more
        return lines.add_goal(
            self.case, by=user, statement=statement, target=target, due_on=self.day(due), tag=tag,
            **values,
        )  # fmt: skip

    def action(self, user, title: str, key: str, first: str, last: str, **more) -> Action:
        values = {"kind": "social", "meets_person": False, "after": None} | more
        who = self.people[key]
        return lines.add_action(
            self.case, by=user, title=title, agency=who.agency, owner=who,
            starts_on=self.day(first), ends_on=self.day(last), **values,
        )  # fmt: skip

    def checkpoints(self, user, *days: str) -> None:
        for day in days:
            lines.add_checkpoint(self.case, by=user, due_on=self.day(day))

    def approved(self, user, reason: str) -> Plan:
        case = self.fresh()
        edition = Sheet.draft_of(case).edition
        return approval.approve_plan(case, by=user, expected=edition, reason=reason)

    def carried_out(self, when: str, process: str) -> None:
        """Every agency accepts its actions, and the process coordinator begins."""
        with self.by(process, when) as coordinator:
            waiting = list(FollowUp.objects.filter(case=self.case, state="waiting"))
            for row in waiting:
                with bound(Actor.of(row.owner)):
                    accept_action(row, by=row.owner)
            start_carrying_out(self.fresh(), by=coordinator)

    def fresh(self) -> Case:
        return Case.objects.select_related("subject").get(pk=self.case.pk)

    @staticmethod
    def in_days(count: int) -> date:
        return clock.today() + timedelta(days=count)


def _domain(code: str) -> Code:
    return Code.objects.get(kind=Code.List.DOMAIN, code=code)
