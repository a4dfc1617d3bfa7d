"""How the rows of a file and of a signal concern a reader: what the managers ask.

The policies say the same in ``casework/need_to_know.py``. Rows of other models are named by a
string where importing them would go round, or up: a signal is intake's.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.models import Agency, ChannelPost, Duty, DutyKind
from casework.rights import COORDINATORS, OVERSEERS, Role
from common import clock
from common.narrowing import Access
from common.scope import Actor


def rows_of(label: str) -> QuerySet[Any]:
    """All rows of a model: inside a question about whether one may see a row, nobody asks again."""
    manager: Any = apps.get_model(label)._meta.base_manager
    rows: QuerySet[Any] = manager.all()
    return rows


def on_team(actor: Actor, case: str = "case_id") -> Q:
    """Whether one works on the case; an evaluator does not."""
    return Q(Exists(_parts(actor, case).exclude(role=Role.EVALUATOR)))


def leads(actor: Actor, roles: tuple[Role, ...], case: str = "case_id") -> Q:
    """Whether one has one of these roles on the case."""
    return Q(Exists(_parts(actor, case).filter(role__in=roles)))


def _parts(actor: Actor, case: str) -> QuerySet[Any]:
    return rows_of("casework.TeamMember").filter(
        case=OuterRef(case), active=True, user=actor.uid, agency=actor.agency
    )


def has_duty(actor: Actor, kind: DutyKind) -> Q:
    """Whether one has that duty today."""
    return Q(Exists(Duty.objects.active_on(clock.today()).filter(user=actor.uid, kind=kind)))


def posted(actor: Actor, channel: str = "channel_id") -> Q:
    """Whether one has a post on the channel."""
    posts = ChannelPost.objects.filter(channel=OuterRef(channel), active=True, user=actor.uid)
    return Q(Exists(posts))


def receives(actor: Actor, channel: str = "channel_id") -> Q:
    """Whether what comes in on that channel is for one to take."""
    return has_duty(actor, DutyKind.SIGNAL_COORDINATOR) | posted(actor, channel)


def on_desk(actor: Actor, signal: str = "signal_id") -> Q:
    """Whether one answers for the signal: by its channel, or for all of them."""
    signals = rows_of("intake.Signal").filter(posted(actor), pk=OuterRef(signal))
    return has_duty(actor, DutyKind.SIGNAL_COORDINATOR) | Q(Exists(signals))


def _by_audience(actor: Actor) -> Q:
    """Of a record on one's case: those whose audience one is part of, one's own withdrawn ones.

    Of one in the wrong file its author and the coordinators know that it was marked (X26).
    """
    ours = Agency.objects.filter(pk=actor.agency).values("group_id")
    shared = rows_of("casework.RecordGroupObjectPermission").filter(
        content_object=OuterRef("pk"), group__in=ours
    )
    own = Q(author=actor.uid)
    in_its_file = Q(misplaced_at=None) | own | leads(actor, COORDINATORS)
    return _heard(actor, Q(Exists(shared))) & (Q(withdrawn_at=None) | own) & in_its_file


def _heard(actor: Actor, shared: Q) -> Q:
    """Whether one is part of the row's audience; ``shared``: one's agency is among those named."""
    named = Q(audience="named") & (leads(actor, COORDINATORS) | shared)
    return Q(audience="team") | Q(agency=actor.agency) | named


def _by_own_sharing(actor: Actor) -> Q:
    return _heard(actor, Q(shared_with__contains=[actor.agency]))


class OnTeam(Access):
    """The file of a case: whoever works on it."""

    left_to_policies = True

    def __init__(self, case: str = "case_id") -> None:
        self.case = case

    def visible(self, actor: Actor) -> Q:
        return on_team(actor, self.case)


class ByAudience(Access):
    """A record: whoever works on the case, as far as its author lets it go."""

    left_to_policies = True

    def visible(self, actor: Actor) -> Q:
        return on_team(actor) & _by_audience(actor)


class ByOwnSharing(ByAudience):
    """The same, of a row that holds the agencies it is shared with itself."""

    def visible(self, actor: Actor) -> Q:
        return on_team(actor) & _by_own_sharing(actor)


class OfJournal(Access):
    """An entry: as the row with an audience it is about, or as its case; before that the desk."""

    left_to_policies = True

    def visible(self, actor: Actor) -> Q:
        records = rows_of("casework.Record").filter(_by_audience(actor), pk=OuterRef("record_id"))
        around = rows_of("casework.Relationship").filter(
            _by_own_sharing(actor), pk=OuterRef("relationship_id")
        )
        heard = (Q(record=None) | Q(Exists(records))) & (Q(relationship=None) | Q(Exists(around)))
        of_case = on_team(actor) & heard
        return of_case | (Q(case=None) & on_desk(actor))


class OfReadings(Access):
    """Who read a file: those who oversee the case, and the data protection officer."""

    left_to_policies = True

    def visible(self, actor: Actor) -> Q:
        return has_duty(actor, DutyKind.DPO) | leads(actor, OVERSEERS)


class OfFile(Access):
    """Before a case it is the signal's desk that reads, from the case on its team."""

    left_to_policies = True

    def __init__(self, case: str = "case_id", signal: str = "signal_id") -> None:
        self.case, self.signal = case, signal

    def visible(self, actor: Actor) -> Q:
        before = Q(**{self.case: None}) & on_desk(actor, self.signal)
        return on_team(actor, self.case) | before


class OfKnown(Access):
    """A person of a case that one works on, or of a signal that one answers for."""

    left_to_policies = True

    def visible(self, actor: Actor) -> Q:
        cases = rows_of("casework.Case").filter(on_team(actor, "pk"), subject=OuterRef("pk"))
        named = rows_of("intake.NamedPerson").filter(
            receives(actor, "signal__channel_id"), person=OuterRef("pk")
        )
        return Q(Exists(cases)) | Q(Exists(named))


class OfSignal(Access):
    """A signal: whoever reported it, and whoever receives what comes in on its channel."""

    left_to_policies = True

    def visible(self, actor: Actor) -> Q:
        return Q(reporter=actor.uid) | receives(actor)


class OnDesk(Access):
    """What lies on the desk of a signal."""

    left_to_policies = True

    def visible(self, actor: Actor) -> Q:
        return on_desk(actor)


class OfSource(Access):
    """A sealed source: who took the call and still has a post there, and signal coordinators.

    Not left to the policy, which asks more: for the one signal whose source is opened.
    """

    def visible(self, actor: Actor) -> Q:
        taken = rows_of("intake.Signal").filter(
            posted(actor), pk=OuterRef("signal_id"), reporter=actor.uid
        )
        return has_duty(actor, DutyKind.SIGNAL_COORDINATOR) | Q(Exists(taken))


class OfOfficer(Access):
    """The data protection officer alone."""

    def visible(self, actor: Actor) -> Q:
        return has_duty(actor, DutyKind.DPO)
