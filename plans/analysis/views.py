"""The page of the in-depth analysis: board, factors, levels, readings, points of view."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import access
from casework.models import Code
from casework.rights import Right, Role
from casework.views.case import CaseView
from plans.analysis import board, levels, rules, voices
from plans.analysis import ratings as analysis_ratings


class Analysis(CaseView):
    """What is known and what is not, what drives it, what protects, and who was heard."""

    template_name = "plans/analysis.html"
    tab = "plans:analysis"

    def get(self, request, pk):
        case, user = self.subject, request.user
        frame = self.frame()
        gaps = board.gaps_of(case, user)
        factors, ratings = analysis_ratings.factors_of(case, user), levels.ratings_of(case, user)
        every = _domains(gaps, factors, ratings)
        chosen = _chosen(every, request.GET.get("domain", ""))
        shown = [chosen] if chosen else every
        all_of = request.GET.get("all", "")
        team = {m.user_id for m in frame["members"] if m.role != Role.EVALUATOR}
        heard = voices.of(case, user, frame["members"])
        rows = levels.of(shown, ratings)
        return self.page(
            **frame,
            **self._rights(),
            chips=self._chips(every, chosen),
            chosen=chosen,
            board=board.of(case, user, gaps, team, domain=chosen, all_of=all_of),
            columns=analysis_ratings.COLUMNS,
            rows=analysis_ratings.of(shown, factors, gaps, everything=all_of == "factors"),
            withdrawn=[factor for factor in factors if factor.withdrawn_at],
            rated=[row for row in rows if row.rated],
            unrated=[row.domain.label for row in rows if not row.rated],
            drawn=[row for row in rows if row.drawn],
            readings=_first(voices.readings_of(case, user), all_of == "readings"),
            voices=heard,
            missing=sum(1 for voice in heard if not voice.heard),
            alone=voices.held_by_one(case, user, shown, factors, ratings),
        )

    def _rights(self) -> dict:
        """What this reader may do here; nothing on a closed case."""
        case, user = self.subject, self.request.user
        open_now = not list(rules.case_is_open(case))
        contributes = open_now and bool(access.may(user, Right.CONTRIBUTE_ANALYSIS, case))
        return {
            "may_contribute": contributes,
            "may_read_jointly": open_now and bool(access.may(user, Right.APPROVE_PLAN, case)),
            "may_answer": open_now and bool(access.may(user, Right.WRITE_INFORMATION, case)),
        }

    def _chips(self, every: list[Code], chosen: Code | None) -> list[dict]:
        """One link a domain, and one for all of them."""
        here = reverse("plans:analysis", args=[self.subject.pk])
        chips = [{"text": _("All domains"), "href": here, "current": chosen is None}]
        chips += [
            {"text": d.label, "href": f"{here}?domain={d.code}", "current": d == chosen}
            for d in every
        ]
        return chips


def _domains(*lines) -> list[Code]:
    """The domains that are offered, and those retired ones of which a line speaks (one query)."""
    used = {line.domain_id for group in lines for line in group}
    every = Code.objects.filter(kind=Code.List.DOMAIN)
    return [domain for domain in every if domain.active or domain.pk in used]


def _first(rows: list, everything: bool) -> dict:
    """The first rows of a long list, or many of them, and how many are left."""
    shown = rows[: board.MOST if everything else board.FIRST]
    return {"shown": shown, "more": 0 if everything else len(rows) - len(shown)}


def _chosen(every: list[Code], code: str) -> Code | None:
    return next((domain for domain in every if domain.code == code), None)
