"""What the journal and the notices say of a checkpoint."""

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from notices import telling

journal.register(
    checkpoint__opened=_("began to write a checkpoint"),
    checkpoint__written=_("wrote a section of the checkpoint"),
    checkpoint__go_on=_("concluded the checkpoint: go on as planned"),
    checkpoint__adjust=_("concluded the checkpoint: adjust the plan"),
    checkpoint__cancelled=_("cancelled a checkpoint"),
    checkpoint__corrected=_("corrected the day of a checkpoint"),
)
telling.register(
    "checkpoint_concluded", _("A checkpoint of %(reference)s was concluded."), "plans:checkpoints"
)
reading_log.PAGES.update(
    {"plans:checkpoints": _("Checkpoints"), "plans:checkpoint_page": _("A checkpoint")}
)
