"""Who takes over what somebody holds who leaves: a choice for each duty and post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from agencies import presence
from agencies.models import ChannelPost, Duty, User
from operations.departures.decisions import Handover

NOBODY = "nobody"
KEEPS = "keeps"


class HandoverForm(forms.Form):
    """A field for each duty and each post; somebody is named, or that nobody is for now.

    Who moves to another agency may keep what they hold (``may_keep``). ``by`` is not offered:
    nobody gives themselves a duty or a post.
    """

    def __init__(
        self,
        *args: Any,
        held: list[Duty | ChannelPost],
        user: User,
        by: User,
        may_keep: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        people = presence.people_with_account().exclude(pk__in=(user.pk, by.pk))
        people = people.select_related("agency").order_by("name_key", "pk")
        self.people = {str(one.pk): one for one in people}
        named = [(key, _named(one)) for key, one in self.people.items()]
        keeps = [(KEEPS, _("%(who)s keeps it") % {"who": user.display})] if may_keep else []
        nobody = (NOBODY, _("Nobody for now: the warning stays"))
        self.rows = {f"next_{type(one).__name__.lower()}_{one.pk}": one for one in held}
        for name, one in self.rows.items():
            self.fields[name] = forms.ChoiceField(
                label=_label(one),
                choices=[("", _("Choose…")), *keeps, nobody, *named],
                error_messages={
                    "required": _("Say who takes it over, or that nobody does for now.")
                },
            )

    def handovers(self) -> list[Handover]:
        """What was chosen; what is kept is left out."""
        chosen = ((one, self.cleaned_data[name]) for name, one in self.rows.items())
        return [Handover(one, self.people.get(key)) for one, key in chosen if key != KEEPS]


def _named(user: User) -> str:
    return f"{user.display} ({user.agency.short_name})" if user.agency else user.display


def _label(one: Duty | ChannelPost) -> str:
    if isinstance(one, Duty):
        return _("Duty: %(duty)s") % {"duty": one.get_kind_display()}
    words = {"post": one.get_post_display(), "channel": one.channel.name}
    return _("%(post)s on the channel “%(channel)s”") % words
