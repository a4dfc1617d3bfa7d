"""What was typed of a file from paper, in words for its page."""

from __future__ import annotations

from typing import Any, cast

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plans.models import CheckpointGoal, CheckpointMeeting, FollowUp, Goal, Plan
from plans.paper.content import PLAN, Content


def of(content: Content) -> dict[str, Any]:
    """The context of ``plans/paper/_content.html``."""
    held = content.held
    texts = [name for name in PLAN if name != "approved_on" and getattr(held, name)]
    return {
        "content": content,
        "texts": [
            (
                capfirst(str(cast("Any", Plan._meta.get_field(name)).verbose_name)),
                getattr(held, name),
            )
            for name in texts
        ],
        "goals": [
            {
                "row": row,
                "legend": _("Goal %(number)d") % {"number": row.number},
                "tag": _word(Goal.Tag, row.tag),
                "rating": _word(CheckpointGoal.Rating, row.rating),
            }
            for row in content.goals
        ],
        "actions": [
            {"row": row, "state": _word(FollowUp.State, row.state)} for row in content.actions
        ],
        "conclusion": _word(CheckpointMeeting.Conclusion, held.conclusion),
        "effects": _word(CheckpointMeeting.Effects, held.effects),
        "online": _word(CheckpointMeeting.Online, held.online),
    }


def _word(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""
