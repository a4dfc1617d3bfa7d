"""«Tilleul»: malicious reports, then a real but different need. Yanis Belcourt, 23."""

from __future__ import annotations

from agencies.models import Absence, Channel
from casework.models import Case, Record
from casework.persons import decisions as persons
from casework.persons.rules import FIELDS
from closure.closing import around
from common import clock
from common.scope import WORKER, bound
from intake.conference import decisions as conference
from intake.first_analysis.decisions import security
from intake.matching import decisions as matching
from intake.opening import decisions as opening
from intake.outcomes.decisions import merging, outcome
from intake.signals.named import first_of
from operations.demo.stories.following import Following
from operations.demo.stories.planning import Planning
from operations.demo.stories.telling import Story
from plans.models import Action, Plan
from plans.plan.decisions import lines, versions

WORDS = "Il prépare quelque chose."
HOTLINE = Channel.Kind.HOTLINE


class Tilleul(Following, Planning, Story):
    """The story, line by line."""

    name = "Tilleul"
    LATER = {
        "3, what is deleted": "the content of the calls is erased on its day",
        "3, support": "support offered to a person who was harassed",
        "7, sessions": "eight of ten slots counted one by one",
    }

    def line_01_first_call(self):
        """Tue 14 Jan 2025, hotline, anonymous. Receivers on leave; the deputy has it (S24)."""
        day = self.day("2025-01-14")
        with clock.at(self.moment("2025-01-10 09:00")), bound(WORKER):
            for key in ("ines", "luc"):
                away = self.people[key]
                Absence.objects.create(user=away, first_day=day, last_day=day, declared_by=away)
        self.first = self.signal(
            "claire", "2025-01-14 09:00", WORDS, HOTLINE, caller="anonymous", about="Yanis Belcourt"
        )
        self.acknowledged(self.first, "thomas", "2025-01-14 09:40")

    def line_02_police(self):
        """Wed 15 Jan police asked; Mon 20 Jan: no security concern, a local dispute known."""
        with self.by("thomas", "2025-01-15 10:00") as thomas:
            security.ask_deconfliction(
                self.first,
                by=thomas,
                concern="possible",
                reason="« Il prépare quelque chose. »",
                asked_of="Police nationale",
            )
        with self.by("thomas", "2025-01-20 11:00") as thomas:
            security.note_security_answer(
                self.first,
                by=thomas,
                answer="may_continue",
                wording="Rien de sécurité ; un différend local autour du cannabis est connu.",
            )

    def line_03_malicious(self):
        """Tue 21 Jan a second call, same words. Thu 23 Jan: malicious, decided by two people."""
        second = self.signal("ines", "2025-01-21 14:00", WORDS, HOTLINE, caller="anonymous")
        self.acknowledged(second, "thomas", "2025-01-21 14:20")
        for call, about in ((self.first, "first"), (second, "second")):
            with self.by("thomas", "2025-01-23 09:00") as thomas:
                if call is second:
                    self.no_security_concern(call, thomas, "La police l’a dit du premier appel.")
                self.weighed(
                    call,
                    thomas,
                    source={
                        "reliability": "unreliable",
                        "credibility": "doubtful",
                        "basis": "Deux appels anonymes, les mêmes mots.",
                        "motive": "Un différend.",
                    },
                    minor=("no", "23 ans."),
                    radicalised="no",
                    radicalised_grounds="Rien n’est rapporté.",
                    useful="no",
                    useful_grounds="Rien à quoi répondre ensemble.",
                    alternatives=["misunderstanding"],
                    alternatives_words="Quelqu’un lui en veut.",
                )
                self.named(call, thomas, "Yanis", "Belcourt", age_text="23 ans")
                if about == "second":
                    self._the_same_person(call, thomas)
                proposed = outcome.decide_outcome(
                    call,
                    by=thomas,
                    kind="malicious",
                    reason="Mêmes mots deux fois, et la voix du différend.",
                    second=self.people["claire"],
                )
            with self.by("claire", "2025-01-23 11:00") as claire:
                outcome.read_second(proposed, by=claire, agrees=True)
        self.second = second

    def _the_same_person(self, call, by):
        known = first_of(self.first).person_id
        answer = matching.answer_on(first_of(call), known)
        matching.answer_match(answer, by=by, expected=0, answer="same")

    def line_04_another_need(self):
        """Mon 24 Mar the Mission locale signals «Yannis Belcour»; a match is proposed (2.1)."""
        self.need = self.signal(
            "bruno",
            "2025-03-24 10:00",
            "A quitté sa formation, isolé, regarde des tueries la nuit, dit qu’on l’a menacé.",
            about="Yannis Belcour",
            about_age="23 ans",
            caller="professional",
        )
        self.acknowledged(self.need, "claire", "2025-03-24 12:00")
        with self.by("claire", "2025-03-25 09:00") as claire:
            self.no_security_concern(self.need, claire, "Ni menace, ni arme, ni projet rapportés.")
            self.weighed(
                self.need,
                claire,
                source={"basis": "Conseiller connu du service depuis deux ans."},
                minor=("no", "23 ans, dit la Mission locale."),
                radicalised="unclear",
                radicalised_grounds="Se replie, regarde des tueries ; ni groupe ni projet connus.",
                useful="yes",
                useful_grounds="Dettes, menaces et humeur basse : aucun service ne suffit.",
                alternatives=["mental_health"],
                alternatives_words="Une humeur basse, et la peur.",
                against="S’il reparle d’avenir dès que la dette est réglée.",
            )
            self.named(self.need, claire, "Yannis", "Belcour", age_text="23 ans")
            known = first_of(self.first).person_id
            matching.answer_match(
                matching.answer_on(first_of(self.need), known), by=claire, expected=0,
                answer="same", reason="Même âge, même adresse ; le nom avait été mal épelé.",
            )  # fmt: skip

    def line_05_conference(self):
        """Thu 3 Apr conference: Q1 unclear, Q2 yes; the first calls colour it; case opened."""
        with self.by("claire", "2025-03-26 10:00") as claire:
            outcome.take_to_conference(self.need, by=claire, reason="Utile à voir ensemble.")
        with self.by("claire", "2025-04-03 14:00") as claire:
            conference.record_conference(
                self.need,
                by=claire,
                held_on=self.day("2025-04-03"),
                seats=self.seats(("bruno", "hugo", "lea", "marc", "odile")),
                radicalised="unclear",
                radicalised_grounds="Les premiers appels colorent la lecture ; rien d’autre.",
                useful="yes",
                useful_grounds="La dette, la menace et l’isolement demandent trois services.",
            )
        with self.by("claire", "2025-04-03 15:00") as claire:
            self.case = opening.open_case(
                self.need,
                by=claire,
                reason="Isolement, dettes et menaces se tiennent ; aucun service ne suffit.",
                team_named=self.team("claire", "hugo", "paul", ("bruno", "lea", "marc", "odile")),
                level=Case.Level.SPECIFIC,
            )

    def line_06_analysis(self):
        """Tue 22 Apr: debt and threats, low mood; the CMP's need without its cause; two gaps."""
        self.everybody_declares(
            "2025-04-22 09:00",
            {
                "claire": "Que chacun sache ce que font les autres.",
                "hugo": "Un soin qui tient.",
                "paul": "",
                "bruno": "Une formation reprise.",
                "lea": "Qu’il revienne au club.",
                "marc": "Rien qui soit sans nous.",
                "odile": "Une dette réglée.",
            },
        )
        self.information(
            self.case, "hugo", "2025-04-22 09:20",
            "Un créneau fixe chaque semaine. La cause est gardée par le CMP.",
            kind=Record.Kind.NEED,
        )  # fmt: skip
        with self.by("hugo", "2025-04-22 09:30") as hugo:
            person = self.fresh().subject
            changes = {name: getattr(person, name) for name in FIELDS}
            persons.correct_person(
                self.case, by=hugo, expected=person.version, reason="Vu sur sa carte d’identité.",
                changes=changes | {"birth_date": self.day("2001-06-12")},
            )  # fmt: skip
        self.analysis_begins("hugo", "2025-04-22 09:40")
        when = "2025-04-22 10:00"
        self.cause = self.factor(
            "odile", when, "root_cause", "money", "Des dettes, et des menaces pour les payer.",
            evidence="1 400 €, vus au CCAS.",
        )  # fmt: skip
        self.factor("hugo", when, "root_cause", "health", "Une humeur basse.", basis="assessment")
        self.factor("lea", when, "protective", "community", "Le club de boxe, le mardi.")
        self.gap("lea", when, "online", "Avec qui parle-t-il en ligne ?", "lea", "2025-05-20")
        self.gap("bruno", when, "family", "Où est son père ?", "bruno", "2025-05-20")
        self.heard("bruno", when, "person", "2025-04-15", "« Je veux travailler. »")
        self.levels(
            "hugo", when, "2025-04-22",
            ("money", "risk", "high", "La dette et les menaces."),
            ("health", "risk", "moderate", "Ce que le CMP voit."),
            ("online", "risk", "no_information", "Personne ne sait encore."),
            ("community", "protection", "low", "Un entraîneur, le mardi."),
        )  # fmt: skip

    def line_07_plan(self):
        """Mon 5 May plan v1: three goals; youth worker, then Mission locale, then CMP."""
        with self.by("hugo", "2025-05-05 10:00") as hugo:
            plan = versions.start_plan(self.case, by=hugo)
            self.texts(
                hugo, plan,
                why_start="La dette et les menaces bloquent tout le reste.",
                reach="Une formation tenue, une dette réglée.",
                why_that="Il le demande, et rien d’autre ne tient sans cela.",
                context="Vit seul ; une tante, le club de boxe, un conseiller qu’il croit.",
                person_view="« Je veux travailler. »",
                evaluation="À chaque point d’étape, sur les présences et la dette.",
            )  # fmt: skip
            means = {"factor": self.cause}
            training = self.goal(
                hugo, "Reprendre la formation avant le 30 septembre.", "4 jours sur 5",
                "2025-09-30", "reintegration", **means,
            )  # fmt: skip
            care = self.goal(
                hugo, "Venir à 8 rendez-vous sur 10.", "8 sur 10", "2025-09-30", "care", **means
            )
            debt = self.goal(
                hugo, "Signer un plan d’apurement.", "signé", "2025-07-31", "protection", **means
            )
            youth = self.action(
                hugo, "Trois semaines avec une éducatrice", "lea", "2025-05-12", "2025-05-30",
                meets_person=True, goal=training,
            )  # fmt: skip
            work = self.action(
                hugo, "Reprise de la formation", "bruno", "2025-06-02", "2025-06-27",
                meets_person=True, after=youth, goal=training,
            )  # fmt: skip
            self.action(
                hugo, "Un créneau fixe chaque semaine", "hugo", "2025-06-30", "2025-09-30",
                meets_person=True, after=work, goal=care,
            )  # fmt: skip
            self.action(
                hugo, "Plan d’apurement de la dette", "odile", "2025-06-30", "2025-07-31", goal=debt
            )
            self.action(
                hugo, "Veille, sans contact avec lui", "marc", "2025-05-12", "2025-09-30",
                kind="security",
            )  # fmt: skip
            self.checkpoints(hugo, "2025-06-05", "2025-07-15", "2025-09-16")
            self.approved(hugo, "Vu ensemble ; l’ordre est tenu.")
        self.carried_out("2025-05-06 10:00", "claire")

    def line_08_too_many_at_once(self):
        """Thu 5 Jun check: three partners within ten days; order restored as v2. Tue 15 Jul."""
        self.checkpoint(
            "2025-06-05", "Trois partenaires en dix jours, deux le même jour : ordre rétabli.",
            content="hugo", conclusion="adjust", next_on="2025-07-15",
            online="Deux comptes, rien de neuf.", person="« Trop de monde. »",
            dissent="La Mission locale irait plus vite.",
        )  # fmt: skip
        with self.by("hugo", "2025-06-06 10:00") as hugo:
            draft = Plan.objects.get(case=self.case, state="draft")
            for key, day in (("bruno", "2025-06-16"), ("hugo", "2025-07-07")):
                row = Action.objects.get(plan=draft, owner=self.people[key], meets_person=True)
                lines.move_action(row, by=hugo, day=self.day(day), why="L’un après l’autre.")
            self.approved(hugo, "L’ordre est rétabli.")
        self.accepted("2025-06-06 15:00")
        self.checkpoint(
            "2025-07-15", "Rien à ajuster.", content="hugo", next_on="2025-09-16",
            online="Rien de neuf.", person="« Ça va. »",
        )  # fmt: skip

    def line_09_the_neighbours_saw(self):
        """Mon 30 Jun negative effect: neighbours saw the town car; moved to the youth centre."""
        self.effect(
            "lea", "2025-06-30 09:00", "stigma", "Les voisins ont vu la voiture de la ville.",
            "Rendez-vous déplacés au centre de jeunesse.",
            closed=("claire", "2025-09-15 10:00", "Plus aucune remarque depuis juillet."),
        )  # fmt: skip

    def line_10_it_holds(self):
        """Tue 16 Sep check: 9 of 10 slots, job trial, debt plan. The same hostile sender again."""
        again = self.signal(
            "luc", "2025-09-15 09:00", WORDS, HOTLINE, caller="anonymous", about="Yanis Belcourt"
        )
        self.acknowledged(again, "thomas", "2025-09-15 09:20")
        with self.by("thomas", "2025-09-15 09:40") as thomas:
            merging.merge_signal(
                again, by=thomas, into=self.now(self.second),
                reason="Le même expéditeur, les mêmes mots.",
            )  # fmt: skip
        self.checkpoint(
            "2025-09-16", "9 créneaux sur 10, un essai en entreprise, la dette est planifiée.",
            content="hugo", next_on="2025-11-20", online="Rien de neuf.",
            person="« Je travaille. »", ratings="reached",
            actions={"lea": "done", "odile": "done"},
        )  # fmt: skip
        self.finished("lea", "2025-09-17 09:00", "Trois semaines tenues.")
        self.finished("bruno", "2025-11-17 09:00", "Formation reprise, essai en entreprise.")
        self.finished("odile", "2025-09-17 10:00", "Plan d’apurement signé.")
        self.finished("marc", "2025-11-17 10:00", "Rien à signaler.")
        self.finished("hugo", "2025-11-18 09:00", "9 créneaux sur 10.")

    def line_11_closed(self):
        """Thu 20 Nov repeat analysis; five opinions for; Tue 25 Nov the mayor signs."""
        self.levels(
            "hugo", "2025-11-20 09:00", "2025-11-20",
            ("money", "risk", "low", "Le plan d’apurement est suivi."),
            ("health", "risk", "low", "Le CMP le voit dormir et manger mieux."),
            ("online", "risk", "low", "Deux comptes, vus avec lui."),
            ("community", "protection", "moderate", "La boxe, et le travail."),
        )  # fmt: skip
        self.verified("claire", "hugo", "2025-11-20 10:00", "Confirmé à la réunion.")
        self.proposal(
            "hugo", "2025-11-20 11:00", "Les objectifs sont atteints ; le droit commun suffit.",
            "Rechute possible si les dettes reviennent.",
        )  # fmt: skip
        self.results(
            "hugo", "2025-11-20 12:00",
            ("reached", "Registre de la Mission locale."), ("reached", "9 sur 10."),
            ("reached", "Signé en juillet."),
        )  # fmt: skip
        self.opinions(
            "2025-11-21 10:00", claire="for", hugo="for", bruno="for", lea="for", odile="for",
            marc="for",
        )  # fmt: skip
        self.told("hugo", "2025-11-24 10:00", ("Mme Roux", "tante"), ("Dr Perrin", "médecin"))
        self._handed_over()
        self.signed("paul", "2025-11-25 10:00")

    def _handed_over(self):
        """Line 12 before the signature: two services go on."""
        with self.by("hugo", "2025-11-24 11:00") as hugo:
            for service, worker in (("CMP, suivi ordinaire", None), ("Mission locale", "lea")):
                row = around.offer_handover(
                    self.proposed, by=hugo, service=service, content="Le suivi en cours.",
                    worker=self.people[worker] if worker else None,
                    new_role="référente insertion" if worker else "",
                    access_ends_on=self.day("2025-11-26") if worker else None,
                )  # fmt: skip
                around.answer_handover(
                    row, by=hugo, accepted=True, answered_on=self.day("2025-11-24"),
                    who="Le chef de service",
                )  # fmt: skip
        self.hat = row

    def line_12_another_hat(self):
        """The youth worker stays as «référente insertion» and loses access to the file 26 Nov."""
        with clock.at(self.moment("2025-11-26 06:00")), bound(WORKER):
            around.end_access_of_handover(self.hat)

    def line_13_checks(self):
        """Checks: 25 Feb 2026 held 26 Feb, stable; three more are planned. State: monitoring."""
        self.monitored(
            1, "claire", 1, "stable", "Travaille ; dette suivie.",
            late_because="Sa tante n’était pas joignable la veille.",
        )  # fmt: skip
