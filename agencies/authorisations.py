"""The history of authorisations: whatever gives access is kept and told (X40).

The data protection officers are told of every row, the person concerned of what changes what they
may do. A change of address is told to the old one and the new one.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet, TextChoices
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import mail, presence
from agencies.models import Authorisation, ChannelPost, Duty, DutyKind, User
from common import clock

# kind -> the sentence that follows the author's name, with the facts' names as its places.
SENTENCES = {
    "first_administrator": gettext_lazy(
        "made %(to)s the first administrator, on the machine’s own command line"
    ),
    "account_opened": gettext_lazy("opened an account for %(to)s: %(address)s"),
    "invited_again": gettext_lazy("sent %(to)s a new invitation"),
    "duty_given": gettext_lazy("gave %(to)s the duty “%(duty)s” %(period)s"),
    "duty_changed": gettext_lazy(
        "changed the duty “%(duty)s” of %(to)s: %(period)s; before, %(before)s"
    ),
    "post_given": gettext_lazy("gave %(to)s a post on the channel “%(channel)s”: %(post)s"),
    "post_changed": gettext_lazy(
        "changed the post of %(to)s on the channel “%(channel)s”: %(post)s"
    ),
    "post_ended": gettext_lazy("ended the post of %(to)s on the channel “%(channel)s”: %(post)s"),
    "address_changed": gettext_lazy("changed the address of %(to)s from %(before)s to %(after)s"),
    "name_changed": gettext_lazy("changed the name of %(before)s to %(after)s"),
    "agency_changed": gettext_lazy("moved %(to)s from %(before)s to %(after)s"),
    "account_closed": gettext_lazy("closed the account of %(to)s"),
    "account_reopened": gettext_lazy("opened the account of %(to)s again"),
    "setting_changed": gettext_lazy("changed “%(what)s”: %(changes)s"),
}
# Kinds that change what the person may do: they are told themselves.
TOLD = {
    "duty_given", "duty_changed", "post_given", "post_changed", "post_ended", "agency_changed",
    "account_reopened",
}  # fmt: skip


def record(kind: str, user: User, *, by: User | None, **facts: Any) -> Authorisation:
    """Keep what ``by`` (None: the command line) gave ``user``, and tell who must know.

    Raises LookupError on a kind without a sentence.
    """
    if kind not in SENTENCES:
        raise LookupError(f"No authorisation of the kind {kind}.")
    row = Authorisation.objects.create(
        at=clock.now(), kind=kind, by=by, to=user, facts={"to": user.display} | facts
    )
    for officer in officers():
        mail.after_commit("authorisation", officer)
    if kind in TOLD:
        mail.after_commit("powers_changed", user)
    return row


def record_setting(row: Model, changes: dict[str, tuple[str, str]], *, by: User) -> None:
    """Keep what an administrator changed in a setting: by column what stood before and after.

    Whoever changed it stands for the person concerned: a setting is nobody's (X30).
    """
    if changes:
        facts = {"model": row._meta.label, "row": str(row), "changes": changes}
        record("setting_changed", by, by=by, **facts)


def officers() -> QuerySet[User]:
    """The data protection officers of today."""
    running = Duty.objects.filter(kind=DutyKind.DPO).active_on(clock.today())
    return presence.people_with_account().filter(pk__in=running.values("user"))


def told_to_nobody(user: User) -> bool:
    """Whether nobody would be told of what ``user`` gives, as no other officer is there."""
    return not officers().exclude(pk=user.pk).exists()


def period_of(duty: Duty) -> dict[str, str]:
    """The facts of a duty's days."""
    return {"since": f"{duty.since}", "until": f"{duty.until or ''}"}


def sentence(row: Authorisation) -> str:
    """The row in the reader's language, without its author."""
    facts = dict(row.facts)
    if "duty" in facts:
        facts["duty"] = _label(DutyKind, facts["duty"])
        facts["period"] = _period(facts["since"], facts["until"])
    if row.kind == "duty_changed":
        facts["before"] = _period(*facts["before"])
    if "post" in facts:
        facts["post"] = _label(ChannelPost.Post, facts["post"])
    if row.kind == "agency_changed":
        facts |= {name: facts[name] or _("no agency") for name in ("before", "after")}
    if row.kind == "setting_changed":
        facts |= _setting(facts["model"], facts["row"], facts["changes"])
    return str(SENTENCES[row.kind]) % facts


def _setting(label: str, row: str, changes: dict[str, list[str]]) -> dict[str, str]:
    """The name of the setting and its changes, in the reader's language."""
    model = apps.get_model(label)
    name = f"{model._meta.verbose_name}, {row}"
    said = [
        _("%(field)s: “%(before)s”, then “%(after)s”")
        % {"field": _field(model, name), "before": before, "after": after}
        for name, (before, after) in changes.items()
    ]
    return {"what": name, "changes": "; ".join(said)}


def _field(model: type[Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _label(choices: type[TextChoices], value: str) -> str:
    return str(dict(choices.choices).get(value, value))


def _period(since: str, until: str) -> str:
    if not until:
        return _("from %(since)s") % {"since": _day(since)}
    return _("from %(since)s to %(until)s") % {"since": _day(since), "until": _day(until)}


def _day(iso: str) -> str:
    return formats.date_format(date.fromisoformat(iso), "DATE_FORMAT")
