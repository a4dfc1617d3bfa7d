"""What the notices say of the duty roster, and of a signal with a possible danger that waits."""

from django.utils.translation import gettext_lazy as _

from notices import telling

telling.register("turn_given", _("You are on the duty roster: %(reference)s."), "intake:roster")
telling.register(
    "turn_changed", _("Your turn on the duty roster was changed: %(reference)s."), "intake:roster"
)
telling.register(
    "turn_taken",
    _("This turn on the duty roster is yours no more: %(reference)s."),
    "intake:roster",
)
telling.register(
    "urgent_waits",
    _("Urgent: signal %(reference)s tells of a possible danger and is not acknowledged yet."),
    "intake:page",
)
telling.register(
    "urgent_on_call",
    _(
        "Urgent, you are on call: signal %(reference)s tells of a possible danger and is not"
        " acknowledged yet."
    ),
    "intake:page",
)
telling.register(
    "urgent_stand_in",
    _(
        "Urgent, in the place of whoever has it: signal %(reference)s tells of a possible danger"
        " and is not acknowledged yet."
    ),
    "intake:page",
)
telling.register(
    "urgent_nobody",
    _(
        "Urgent: nobody has acknowledged signal %(reference)s, which tells of a possible danger."
        " Please see that somebody does."
    ),
    "intake:page",
)
