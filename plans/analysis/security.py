"""A plan beside the work of the security services: asked, and answered, before it stands."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework.models import Case
from casework.phases import guards
from common.refusals import Obstacle


@guards("plan.approved")
def local_work_may_go_on(case: Case) -> Iterator[Obstacle]:
    """Whoever was asked whether local work may go on has answered, and did not say wait (2.9)."""
    asked = case.deconflictions.exclude(asked_of="").order_by("-stated_at", "-id").first()
    if asked is None:
        return
    if asked.waits:
        yield Obstacle(
            _("%(service)s was asked and has not answered yet.") % {"service": asked.asked_of},
            row="2.9",
            todo=_("Wait for the answer, or remind them."),
        )
    elif asked.forbids:
        yield Obstacle(
            _("%(service)s answered: %(answer)s.")
            % {"service": asked.asked_of, "answer": asked.get_answer_display()},
            row="2.9",
            todo=_("Speak to them before anything local is planned."),
        )
