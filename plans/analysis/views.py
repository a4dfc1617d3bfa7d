"""The page of the in-depth analysis: board, factors, levels, interpretations, points of view."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.acts import Button, buttons
from casework.models import Code
from casework.relationships import acts as relationships
from casework.relationships import shown as people
from casework.rights import Role
from casework.views.case import CaseView
from common.compiled import compiled
from common.together import answer, ask_together
from plans.analysis import acts, board, levels, voices
from plans.analysis import ratings as analysis_ratings
from plans.analysis.rows import TAB

MOST_WITHDRAWN = 100


class Analysis(CaseView):
    """What is known and what is not, what drives it, what protects, and who was heard."""

    template_name = "plans/analysis/analysis.html"
    tab = TAB

    def get(self, request, pk):
        case, user = self.subject, request.user
        frame = self.frame()
        gaps = compiled(board.gaps_of, case, user)
        factors = compiled(analysis_ratings.factors_of, case, user)
        ratings = levels.ratings_of(case, user)
        domains = compiled(_domains)
        around = people.around(case, user)
        ask_together(gaps, factors, ratings, domains, around, *voices.questions(case, user))
        every = _offered(domains, gaps, factors, ratings)
        chosen = _chosen(every, request.GET.get("domain", ""))
        shown = [chosen] if chosen else every
        all_of = request.GET.get("all", "")
        team = {m.user_id for m in frame["members"] if m.role != Role.EVALUATOR}
        heard = voices.of(case, user, frame["members"])
        rated = levels.of(shown, ratings)
        columns = answer(board.of(case, user, gaps, team, domain=chosen, all_of=all_of))
        for column in columns:
            self._with_buttons([card.gap for card in column.cards if card.gap], acts.ON_GAP)
        rows = analysis_ratings.of(shown, factors, gaps, everything=all_of == "factors")
        for row in rows:
            for box in row.boxes:
                self._with_buttons([*box.present, *box.absent], acts.ON_FACTOR)
        withdrawn = [factor for factor in factors if factor.withdrawn_at]
        interpretations = _first(voices.interpretations_of(case, user), all_of == "interpretations")
        return self.page(
            **frame,
            **self._adding(),
            chips=self._chips(every, chosen),
            chosen=chosen,
            in_domain=f"domain={chosen.code}" if chosen else "",
            board=columns,
            columns=analysis_ratings.COLUMNS,
            rows=rows,
            withdrawn=self._with_buttons(withdrawn[:MOST_WITHDRAWN], (acts.RestoreFactor,)),
            withdrawn_count=len(withdrawn),
            rated=[row for row in rated if row.rated],
            unrated=[row.domain.label for row in rated if not row.rated],
            drawn=[row for row in rated if row.drawn],
            interpretations=interpretations
            | {"shown": self._with_buttons(interpretations["shown"], acts.ON_INTERPRETATION)},
            around=self._around(everybody=all_of == "around"),
            voices=heard,
            missing=sum(1 for voice in heard if not voice.heard),
            alone=voices.held_by_one(case, user, shown, factors, ratings),
        )

    def _adding(self) -> dict[str, list[Button]]:
        """What this reader may add, each beside what it is added to."""
        adding = {
            "add_gap": (acts.AddGap,),
            "add_factor": (acts.AddFactor,),
            "on_levels": (acts.AgreeLevel, acts.RateDomain),
            "add_interpretation": (acts.AddInterpretation,),
            "add_around": (relationships.AddRelationship,),
            "add_view": (acts.AddViewpoint,),
        }
        user, case = self.request.user, self.subject
        return {place: buttons(user, case, declared) for place, declared in adding.items()}

    def _around(self, *, everybody: bool) -> dict:
        """The people around the person that this reader may know of, with who else reads it."""
        found = _first(list(people.around(self.subject, self.request.user)), everybody)
        people.with_readers(self.subject, found["shown"])
        return found | {"shown": self._with_buttons(found["shown"], relationships.ON_AROUND)}

    def _with_buttons(self, rows: list, declared) -> list:
        """The rows with the buttons of this reader, and ``case`` set so that none queries it."""
        for row in rows:
            row.case = self.subject
            row.buttons = buttons(self.request.user, row, declared)
        return rows

    def _chips(self, every: list[Code], chosen: Code | None) -> list[dict]:
        """Links that narrow the page to a domain, and one for all domains."""
        here = reverse("plans:analysis", args=[self.subject.pk])
        chips = [{"text": _("All domains"), "href": here, "current": chosen is None}]
        chips += [
            {"text": d.label, "href": f"{here}?domain={d.code}", "current": d == chosen}
            for d in every
        ]
        return chips


def _offered(every: Iterable[Code], *lines) -> list[Code]:
    """The domains that are offered, and those retired ones of which a line speaks."""
    used = {line.domain_id for group in lines for line in group}
    return [domain for domain in every if domain.active or domain.pk in used]


def _first(rows: list, everything: bool) -> dict:
    """``shown``: the first rows of a long list, or many of them; ``more``: how many are left."""
    shown = rows[: board.MOST if everything else board.FIRST]
    return {"shown": shown, "more": 0 if everything else len(rows) - len(shown)}


def _chosen(every: list[Code], code: str) -> Code | None:
    return next((domain for domain in every if domain.code == code), None)


def _domains():
    return Code.objects.filter(kind=Code.List.DOMAIN)
