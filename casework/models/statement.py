"""What each agency aims at in a case, openly (S14)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OnTeam
from common.guarded import Versioned, history


class AgencyStatement(Versioned):
    """An agency's goal, interest and limit in a case; one each, read by the whole team."""

    ACCESS = OnTeam()

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="statements", db_index=False
    )
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    goal = models.TextField(_("our goal"))
    interest = models.TextField(_("our interest"), blank=True)
    limit = models.TextField(_("our limit"), blank=True)
    stated_at = models.DateTimeField()
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("agency’s statement")
        verbose_name_plural = _("agencies’ statements")
        constraints = [
            models.UniqueConstraint(fields=["case", "agency"], name="statement_once"),
            models.CheckConstraint(name="statement_has_goal", condition=~Q(goal="")),
        ]
