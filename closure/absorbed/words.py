"""What the journal and the notices say of two files on one person."""

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from notices import telling

journal.register(
    one_file__asked=_("asked whether another file is about the same person"),
    one_file__taken_back=_("took back the question about another file"),
    one_file__declined=_("answered that another file is not about the same person"),
    one_file__absorbs=_("agreed that this file absorbs %(reference)s, on the same person"),
    one_file__stays_out=_("wrote why somebody of the absorbed file’s team does not join"),
    one_file__undoing_asked=_("asked that two files on one person stand apart again"),
    one_file__undoing_declined=_("wrote why two files stay one"),
    one_file__undone=_("confirmed that the file %(reference)s stands apart again"),
    case__stands_again=_("confirmed that this file stands apart again, as it stood"),
    case__absorbed=_("agreed that an older file on the same person absorbs this one"),
)

PAGE = "closure:one_file"
telling.register(
    "one_file_asked",
    _("Is %(reference)s about the same person as another file? Your answer is asked."),
    PAGE,
)
telling.register(
    "one_file_declined",
    _("%(reference)s and another file are not about the same person: so it was answered."),
    PAGE,
)
telling.register(
    "file_absorbed",
    _("%(reference)s is absorbed by an older file on the same person, and is only read."),
    PAGE,
)
telling.register(
    "file_absorbs", _("%(reference)s has absorbed a younger file on the same person."), PAGE
)
telling.register(
    "one_file_undoing",
    _("It is asked that %(reference)s and another file stand apart again."),
    PAGE,
)
telling.register(
    "one_file_stays", _("%(reference)s and another file stay one: so it was answered."), PAGE
)
telling.register("one_file_undone", _("%(reference)s and another file stand apart again."), PAGE)
reading_log.PAGES.update(
    {
        "closure:one_file": _("Two files on one person"),
        "closure:one_file_undo_confirm": _("Confirming that two files stand apart again"),
        "closure:one_file_agree": _("Agreeing that one file absorbs another"),
    }
)
