"""A signal, which is a concern received and not yet a case, and its route."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import ChannelPost, Turn
from casework.narrowing import OfSignal, OnDesk
from casework.persons.words import age_words
from casework.rights import Holder
from common import clock, folding
from common.guarded import Guarded, Versioned, history
from intake.matching import told

# What follows the other columns at each save.
FOLLOWING = ("told_tokens", "told_keys", "place_key", "words_key")


class Signal(Versioned):
    """What was reported, in the caller's words, and who has it now.

    The words alone are mandatory: the desk types while somebody talks. Who is named on it stands
    in ``NamedPerson``, each apart; ``case`` is the first file that was opened on one of them.
    ``told_tokens`` and ``told_keys`` follow ``about`` and ``others`` at each save: until somebody
    is named, the signal is found by them alone (X03). ``place_key`` follows ``place``, however it
    is typed (X05); ``words_key`` all that was told, for the search of its desk (X13).
    """

    due: datetime  # filled in for a list
    called: list[Turn]  # filled in for My work: who is on call

    ACCESS = OfSignal()

    class State(models.TextChoices):
        RECEIVED = "received", _("received, not acknowledged")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        IN_TRIAGE = "in_triage", _("in first analysis")
        ADVICE_GIVEN = "advice_given", _("advice given")
        NEED_MORE = "need_more", _("more information asked for")
        NO_ACTION = "no_action", _("no further action")
        ORIENTED = "oriented", _("passed to ordinary help")
        MALICIOUS = "malicious", _("malicious report")
        HANDED_TO_SECURITY = "handed_to_security", _("handed to the competent service")
        TO_CONFERENCE = "to_conference", _("for the conference")
        MERGED = "merged", _("brought together with another signal")
        JOINED_TO_CASE = "joined_to_case", _("joined to the file")

    class Danger(models.TextChoices):
        NO = "no", _("No")
        YES = "yes", _("Yes")
        UNKNOWN = "unknown", _("Not sure")

    class HowKnown(models.TextChoices):
        SAW = "saw", _("Saw or heard it")
        TOLD = "told", _("Was told by someone")
        ONLINE = "online", _("Saw it online")
        UNCLEAR = "unclear", _("Unclear")

    class Caller(models.TextChoices):
        FAMILY = "family", _("Family")
        PROFESSIONAL = "professional", _("Professional")
        PUBLIC = "public", _("Neighbour, public")
        ANONYMOUS = "anonymous", _("Wants to stay anonymous")

    reference = models.CharField(_("reference"), max_length=30, unique=True, editable=False)
    channel = models.ForeignKey("agencies.Channel", on_delete=models.PROTECT, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.RECEIVED, editable=False
    )
    # When it came in; where it was typed on another day, that moment too (X14).
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    danger = models.CharField(max_length=10, choices=Danger.choices, blank=True)
    words = models.TextField()
    about = models.CharField(max_length=200, blank=True)
    about_age = models.CharField(max_length=60, blank=True)
    may_be_minor = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)
    others = models.CharField(max_length=300, blank=True)
    how_known = models.CharField(max_length=10, choices=HowKnown.choices, blank=True)
    caller = models.CharField(max_length=20, choices=Caller.choices, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer_due_at = models.DateTimeField(null=True)
    unattended = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # When its first analysis was opened again last: its day counts from then (X24).
    open_again_at = models.DateTimeField(null=True)
    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, null=True, related_name="signals"
    )
    told_tokens = ArrayField(models.TextField(), default=list, editable=False)
    told_keys = ArrayField(models.TextField(), default=list, editable=False)
    place_key = models.TextField(default="", editable=False)
    words_key = models.TextField(default="", editable=False)
    history = history(excluded_fields=list(FOLLOWING))

    class Meta(Versioned.Meta):
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="signal_newest"),
            models.Index(
                fields=["answer_due_at"], condition=Q(state="received"), name="signal_unanswered"
            ),
            models.Index(fields=["holder"], condition=Q(state="received"), name="signal_on_desk"),
            models.Index(
                fields=["acknowledged_at"],
                condition=Q(state__in=("acknowledged", "in_triage")),
                name="signal_before_outcome",
            ),
            models.Index(
                fields=["acknowledged_at"],
                condition=Q(state="to_conference", case__isnull=True),
                name="signal_at_the_conference",
            ),
            models.Index(fields=["reporter", "-received_at"], name="signal_of_reporter"),
            GinIndex(fields=["told_keys"], name="signal_told_keys"),
        ]
        constraints = [
            models.CheckConstraint(name="signal_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="signal_acknowledged_iff",
                condition=Q(state="received", acknowledged_at__isnull=True)
                | (~Q(state="received") & Q(acknowledged_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="signal_case_only_after_conference",
                condition=Q(state__in=("to_conference", "in_triage")) | Q(case__isnull=True),
            ),
        ]

    # Acknowledged without an outcome, or with a question that waits for its answer.
    BEFORE_OUTCOME = (State.ACKNOWLEDGED, State.IN_TRIAGE)
    UNDECIDED = (*BEFORE_OUTCOME, State.NEED_MORE)
    POSSIBLE_DANGER = (Danger.YES, Danger.UNKNOWN)

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save, with the keys by which the words about persons, and the place, are found."""
        made = told.keys_of_text(self.about, self.others)
        self.told_tokens, self.told_keys = list(made.tokens), list(made.keys)
        self.place_key = folding.folded(self.place)
        self.words_key = told.words_of(self.words, self.about, self.place, self.others)
        if update_fields is not None:
            update_fields = {*update_fields, *FOLLOWING}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def is_decided(self) -> bool:
        """Whether an outcome in force has ended the first analysis."""
        return self.state not in (self.State.RECEIVED, *self.UNDECIDED)

    @property
    def is_urgent(self) -> bool:
        """Whether a danger is possible, by what was said at the call (S34)."""
        return self.danger in self.POSSIBLE_DANGER

    @property
    def is_open(self) -> bool:
        return self.state == self.State.RECEIVED

    @property
    def received_on(self) -> date:
        """The day on which it came in."""
        return clock.day_of(self.received_at)

    @received_on.setter
    def received_on(self, day: date) -> None:
        """Another day than before: its end, as nobody wrote the hour (X14)."""
        if day == self.received_on:
            return
        self.entered_at = self.entered_at or self.received_at
        if day == clock.day_of(self.entered_at):
            self.received_at, self.entered_at = self.entered_at, None
        else:
            self.received_at = clock.end_of(day)

    @property
    def age_words(self) -> str:
        """The age with the day of the signal, on which it was told (X07)."""
        return age_words(self.about_age, clock.day_of(self.received_at))

    def told_on(self, age: str) -> date | None:
        """The day on which ``age`` was told where it is the caller's word; None else (X07)."""
        said = age and age == self.about_age
        return clock.day_of(self.received_at) if said else None

    def relations(self, user) -> set[Holder]:
        """What this user is to the signal, beside duties (one query, kept on the instance)."""
        known = self.__dict__.setdefault("_relations", {})
        if user.pk not in known:
            found = {Holder.REPORTER} if self.reporter_id == user.pk else set()
            if ChannelPost.objects.filter(
                channel_id=self.channel_id, user_id=user.pk, active=True
            ).exists():
                found.add(Holder.RECEIVER)
                if self.reporter_id == user.pk:
                    found.add(Holder.TAKER)
            known[user.pk] = found
        return known[user.pk]


class SignalHop(Guarded):
    """One step of the route (S27): who got the signal, from whom, when, why. Never changed."""

    ACCESS = OnDesk()

    class Kind(models.TextChoices):
        RECEIVED = "received", _("received")
        GIVEN = "given", _("given")
        PASSED = "passed", _("passed on")
        ESCALATED = "escalated", _("passed on by the clock")
        NOBODY = "nobody", _("nobody there")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        OPENED = "opened", _("case opened")

    class Why(models.TextChoices):
        ON_DUTY = "on_duty", _("on duty for this channel")
        RECEIVERS_AWAY = "receivers_away", _("every receiver is away: the deputy takes it")
        DESK_AWAY = "desk_away", _("nobody of the channel is there: a signal coordinator takes it")
        HOLDER_AWAY = "holder_away", _("whoever had it is away")
        DELAY = "delay", _("not acknowledged in time")
        HAND = "hand", _("passed on by hand")

    signal = models.ForeignKey(
        Signal, on_delete=models.PROTECT, related_name="hops", db_index=False
    )
    step = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    why = models.CharField(max_length=20, choices=Why.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        verbose_name = _("hop")
        verbose_name_plural = _("route")
        ordering = ["step"]
        constraints = [
            models.UniqueConstraint(fields=["signal", "step"], name="hop_step_once"),
        ]
