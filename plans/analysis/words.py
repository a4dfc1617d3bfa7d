"""What the journal, the notices and the reading log say of the in-depth analysis."""

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from notices import telling
from plans.models import Gap, Interpretation, LevelRating

journal.register(
    gap__added=_("wrote down something that is not known"),
    gap__asked=_("asked %(name)s to find out something that is not known"),
    gap__answered=_("answered a question of the analysis"),
    gap__settled=_("settled a question of the analysis: %(status)s"),
    gap__reopened=_("reopened a question of the analysis"),
    gap__corrected=_("corrected a question of the analysis"),
    factor__added=_("added a factor to the analysis"),
    factor__corrected=_("corrected a factor of the analysis"),
    factor__withdrawn=_("withdrew a factor of the analysis"),
    factor__restored=_("put a factor of the analysis back"),
    level__rated=_("rated a domain of life for %(agency)s: %(direction)s"),
    level__agreed=_("wrote down the team’s joint level of a domain of life: %(direction)s"),
    interpretation__added=_("added an interpretation of the facts"),
    interpretation__weighed=_("weighed an interpretation of the facts again: %(standing)s"),
    viewpoint__added=_("wrote down a point of view that was heard"),
)
# Under a name of their own: another app may mean something else by «open» or «refused».
for _name, _choices in (
    ("gap", Gap.Status),
    ("direction", LevelRating.Direction),
    ("standing", Interpretation.Standing),
):
    journal.LABELS.update({f"{_name}.{code}": words for code, words in _choices.choices})

telling.register(
    "gap_asked", _("You are asked to find something out for %(reference)s."), "plans:analysis"
)
telling.register(
    "gap_changed",
    _("A question that you wrote on %(reference)s was settled or reopened."),
    "plans:analysis",
)
telling.register(
    "factor_changed",
    _("A factor that you wrote on %(reference)s was changed."),
    "plans:analysis",
)

reading_log.PAGES.update(
    {
        "plans:analysis": _("Analysis"),
        "plans:gap_add": _("Adding a question"),
        "plans:gap_ask": _("Asking somebody to find out"),
        "plans:gap_answer": _("Answering a question"),
        "plans:gap_settle": _("Settling a question without an answer"),
        "plans:gap_reopen": _("Reopening a question"),
        "plans:gap_correct": _("Correcting a question"),
        "plans:factor_add": _("Adding a factor"),
        "plans:factor_correct": _("Correcting a factor"),
        "plans:factor_withdraw": _("Withdrawing a factor"),
        "plans:level_rate": _("Rating a domain of life"),
        "plans:level_agree": _("The team’s joint level"),
        "plans:interpretation_add": _("Adding an interpretation of the facts"),
        "plans:interpretation_weigh": _("Weighing an interpretation of the facts"),
        "plans:viewpoint_add": _("Writing down a point of view"),
    }
)
