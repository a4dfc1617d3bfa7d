"""«Sureau»: far right, online, a minor. Léo Marchetti, born 9 September 2009."""

from __future__ import annotations

from casework.models import Code, Record
from casework.persons import decisions as persons
from casework.persons.rules import FIELDS
from closure.monitoring import decisions as monitoring
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


class Sureau(Following, Planning, Story):
    """The story, line by line."""

    name = "Sureau"
    LATER = {
        "4, consent": "the mother's consent and the father's refusal as records of consent",
        "7, contingency": "the contingency plan: who acts within the hour if the list reappears",
        "7, bond": "the bond stage, not counted as inactivity",
        "8, event": "the attack video abroad as an external event of its own",
        "12, evaluation": "the university's process note",
    }

    def line_01_college(self):
        """Mon 23 Sep 2024 college: drawings, attackers' manifestos, a list of classmates."""
        self.first = self.signal(
            "sophie", "2024-09-23 11:00",
            "Des dessins, des manifestes d’auteurs d’attaques, une liste de camarades de classe.",
            about="Léo Marchetti", about_age="15 ans", caller="professional", may_be_minor=True,
        )  # fmt: skip
        self.acknowledged(self.first, "claire", "2024-09-23 11:30")

    def line_02_coach(self):
        """Tue 24 Sep the coach writes of «Leo Marcheti»: a person accepts the match."""
        self.coach = self.signal(
            "rachid", "2024-09-24 18:10",
            "Leo Marcheti s’énerve, parle de « ceux du lycée », vient une fois sur deux.",
            about="Leo Marcheti", about_age="15 ans", caller="professional", may_be_minor=True,
        )  # fmt: skip
        self.acknowledged(self.coach, "claire", "2024-09-24 18:30")
        with self.by("claire", "2024-09-24 18:40") as claire:
            self.named(self.first, claire, "Léo", "Marchetti", birth_date=self.day("2009-09-09"))
            self.named(self.coach, claire, "Leo", "Marcheti", age_text="15 ans")
            matching.answer_match(
                matching.answer_on(first_of(self.coach), first_of(self.first).person_id),
                by=claire, expected=0, answer="same",
                reason="Même classe, même club ; le nom est mal épelé.",
            )  # fmt: skip

    def line_03_security(self):
        """Security «possible»: police in 24 h; Wed 25 Sep no weapon, no plan, may go on."""
        for signal in (self.first, self.coach):
            with self.by("claire", "2024-09-24 18:50") as claire:
                security.ask_deconfliction(
                    signal, by=claire, concern="possible",
                    reason="Une liste de camarades et des manifestes.",
                    asked_of="Police nationale",
                )  # fmt: skip
            with self.by("claire", "2024-09-25 15:00") as claire:
                security.note_security_answer(
                    signal, by=claire, answer="may_continue",
                    wording="Ni arme ni projet ; le travail local peut continuer, nous dire tout"
                    " changement.",
                )  # fmt: skip

    def line_04_parents(self):
        """Thu 26 Sep the parents are seen; 18 months of bullying as another reading (S36)."""
        with self.by("claire", "2024-09-26 17:00") as claire:
            for signal in (self.first, self.coach):
                self.weighed(
                    signal, claire,
                    source={"basis": "Établissement et club connus ; ils ont vu eux-mêmes."},
                    minor=("yes", "Né le 9 septembre 2009 ; l’ASE est informée le jour même."),
                    radicalised="yes",
                    radicalised_grounds="Manifestes recopiés, une liste, un groupe en ligne.",
                    ideology=self.code(Code.List.IDEOLOGY, "right"),
                    useful="yes",
                    useful_grounds="École, famille, soin et protection de l’enfance se tiennent.",
                    alternatives=["bullying"],
                    alternatives_words="Dix-huit mois de harcèlement subi, disent les parents.",
                    against="Si le harcèlement cesse et que tout retombe.",
                )  # fmt: skip

    def line_05_conference(self):
        """Thu 3 Oct conference of six bodies: Q1 yes, Q2 yes; the ASE coordinates the content."""
        with self.by("claire", "2024-09-27 10:00") as claire:
            outcome.take_to_conference(
                self.first, by=claire, reason="Un mineur, six organismes : à voir ensemble."
            )
            self._one_file(claire)
        with self.by("claire", "2024-10-03 14:00") as claire:
            conference.record_conference(
                self.first, by=claire, held_on=self.day("2024-10-03"),
                seats=self.seats(("sophie", "marc", "julie", "karim", "lea", "rachid")),
                radicalised="yes",
                radicalised_grounds="Extrême droite et accélérationnisme mêlés, en ligne.",
                useful="yes",
                useful_grounds="Aucun des six ne peut agir seul.",
            )  # fmt: skip
        with self.by("claire", "2024-10-03 15:30") as claire:
            self.case = opening.open_case(
                self.first, by=claire,
                reason="Un mineur harcelé trouve un rang dans un groupe en ligne qui prône"
                " l’attaque ; six organismes sont nécessaires.",
                team_named=self.team(
                    "claire", "karim", "paul", ("sophie", "marc", "julie", "lea", "rachid")
                ),
            )  # fmt: skip

    def _one_file(self, claire):
        """The coach's signal is merged into the college's, of the same thing."""
        merging.merge_signal(
            self.coach,
            by=claire,
            into=self.now(self.first),
            reason="Les mêmes faits.",
        )

    def line_06_analysis(self):
        """Tue 15 Oct: push bullying; pull rank in a chat group; protective grandfather, boxing."""
        self.everybody_declares(
            "2024-10-14 09:00",
            {
                "claire": "Que la suite soit tenue.",
                "karim": "Sa protection d’abord.",
                "paul": "",
                "sophie": "Une classe où il peut revenir.",
                "marc": "Être prévenus de tout changement.",
                "julie": "Un lieu où parler.",
                "lea": "Un lien qui tient.",
                "rachid": "Qu’il boxe.",
            },
        )
        self.information(
            self.case, "karim", "2024-10-14 11:00",
            "La mère est d’accord pour que le collège, la Maison des ados et le service jeunesse"
            " échangent ; le père ne veut pas participer lui-même.",
            kind=Record.Kind.FACT,
        )  # fmt: skip
        with self.by("karim", "2024-10-14 11:10") as karim:
            person = self.fresh().subject
            if person.birth_date is None:
                changes = {name: getattr(person, name) for name in FIELDS}
                persons.correct_person(
                    self.case, by=karim, expected=person.version, reason="Dit par la mère.",
                    changes=changes | {"birth_date": self.day("2009-09-09")},
                )  # fmt: skip
        self.analysis_begins("karim", "2024-10-15 09:00")
        when = "2024-10-15 10:00"
        self.bullying = self.factor(
            "sophie", when, "root_cause", "school_work", "Dix-huit mois de harcèlement en classe.",
            evidence="Deux signalements de camarades, relus au collège.",
        )  # fmt: skip
        self.factor("julie", when, "push", "school_work", "Le harcèlement.", basis="assessment")
        self.factor(
            "lea", when, "pull", "online", "Un rang dans un groupe de discussion.",
            evidence="Il l’a montré à l’éducatrice.",
        )  # fmt: skip
        self.factor("karim", when, "protective", "family", "Son grand-père, le dimanche.")
        self.factor("rachid", when, "protective", "community", "La boxe.")
        self.gap(
            "karim", when, "online",
            "Qui tient le serveur, et combien d’heures y passe-t-il ?", "julie", "2024-11-15",
        )  # fmt: skip
        self.heard("karim", when, "family", "2024-09-26", "« Il ne dort plus. » (la mère)")
        self.heard("lea", when, "person", "2024-10-10", "« Là-bas on me respecte. »")
        self.levels(
            "karim", when, "2024-10-15",
            ("online", "risk", "high", "Le rang dans le groupe, les manifestes."),
            ("school_work", "risk", "high", "Le harcèlement et la liste."),
            ("family", "protection", "moderate", "La mère et le grand-père."),
            ("community", "protection", "moderate", "La boxe, une fois sur deux."),
        )  # fmt: skip

    def line_07_plan(self):
        """Mon 21 Oct plan v1: first the bond, no talk of ideology; bullying stopped; 8 sessions."""
        with self.by("karim", "2024-10-21 10:00") as karim:
            plan = versions.start_plan(self.case, by=karim)
            self.texts(
                karim, plan,
                why_start="Sans lien, aucune parole ne passera.",
                reach="Un harcèlement arrêté, un groupe quitté, une classe retrouvée.",
                why_that="Il cherche un rang ; il faut lui en offrir un autre.",
                context="Vit avec sa mère ; son grand-père ; la boxe ; un groupe en ligne.",
                person_view="« Là-bas on me respecte. »",
                family_view="La mère participe ; le père non.",
                best_interest="Protégé à l’école d’abord ; rien ne se dit devant la classe.",
                evaluation="À chaque point d’étape ; une note de l’université à la fin.",
            )  # fmt: skip
            means = {"factor": self.bullying}
            stopped = self.goal(
                karim, "Le harcèlement a cessé.", "aucun fait en un mois", "2024-11-15",
                "protection", **means,
            )  # fmt: skip
            back = self.goal(
                karim, "Revenir en classe et à la boxe.", "4 jours sur 5", "2025-01-31",
                "reintegration", **means,
            )  # fmt: skip
            left = self.goal(
                karim, "Quitter les canaux qui prônent la violence.", "aucun canal", "2025-03-31",
                "disengagement", **means,
            )  # fmt: skip
            bond = self.action(
                karim, "Quatre semaines avec l’éducatrice, sans parler d’idées", "lea",
                "2024-10-23", "2024-11-20", meets_person=True, goal=back,
            )  # fmt: skip
            self.action(
                karim, "La boxe, deux fois par semaine", "rachid", "2024-11-07", "2025-01-31",
                meets_person=True, goal=back,
            )  # fmt: skip
            self.action(
                karim, "Faire cesser le harcèlement", "sophie", "2024-10-23", "2024-11-15",
                goal=stopped,
            )  # fmt: skip
            self.action(
                karim, "Huit séances à la Maison des ados", "julie", "2024-11-21", "2025-01-31",
                meets_person=True, after=bond, goal=left,
            )  # fmt: skip
            self.action(
                karim, "Veille, sans contact ; prévenue en une heure si la liste reparaît", "marc",
                "2024-10-23", "2025-01-31", kind="security",
            )  # fmt: skip
            self.checkpoints(karim, "2024-11-14", "2025-01-21")
            self.approved(karim, "Vu ensemble avec les six organismes.")
        self.carried_out("2024-10-22 10:00", "claire")

    def line_08_the_video(self):
        """Tue 12 Nov attack video abroad; urgent check Thu 14 Nov: he shared it; v2."""
        self.checkpoint(
            "2024-11-14", "Il a partagé la vidéo : la séance en ligne est avancée.",
            content="karim", conclusion="adjust", next_on="2025-01-21",
            why_extra="Une vidéo d’attaque à l’étranger circule ; il l’a partagée.",
            online="La vidéo partagée, vue par l’éducatrice le 13 novembre.",
            person="« Tout le monde l’a partagée. »",
        )  # fmt: skip
        with self.by("karim", "2024-11-15 10:00") as karim:
            draft = Plan.objects.get(case=self.case, state="draft")
            row = Action.objects.get(plan=draft, owner=self.people["julie"])
            lines.move_action(
                row, by=karim, day=self.day("2024-11-21"), why="La séance en ligne d’abord."
            )
            self.approved(karim, "La vidéo a changé l’ordre.")
        self.accepted("2024-11-15 15:00")

    def line_09_the_uniform(self):
        """Fri 29 Nov negative effect: a visit in uniform at college starts rumours."""
        self.effect(
            "sophie", "2024-11-29 16:00", "stigma", "Une visite en uniforme a lancé des rumeurs.",
            "Contact hors du collège ; le collège parle à la classe.",
            closed=("claire", "2025-01-20 10:00", "Les rumeurs ont cessé."),
        )  # fmt: skip

    def line_10_two_channels_left(self):
        """Thu 12 Dec parent coach begins. Tue 21 Jan 2025 check: two channels left, 6 of 8."""
        self.information(
            self.case, "karim", "2024-12-12 17:00", "Un accompagnement des parents commence."
        )
        self.checkpoint(
            "2025-01-21", "Deux canaux quittés, six séances sur huit, le père participe.",
            content="karim", next_on="2025-03-27", online="Deux canaux quittés, vus avec lui.",
            person="« Ça m’ennuie maintenant. »", ratings="partly",
        )  # fmt: skip

    def line_11_a_trip(self):
        """Thu 27 Mar check: invited to a meeting abroad; plan v3; he declines the trip."""
        self.checkpoint(
            "2025-03-27", "Invité à une rencontre à l’étranger : parler du passeport aux parents.",
            content="karim", conclusion="adjust", next_on="2025-06-12",
            online="Une invitation, montrée par lui.", person="« Je n’ai pas envie d’y aller. »",
        )  # fmt: skip
        with self.by("karim", "2025-03-28 10:00") as karim:
            self.action(
                karim, "Parler du passeport avec les parents", "karim", "2025-03-31", "2025-04-11"
            )
            self.checkpoints(karim, "2025-06-12")
            self.approved(karim, "L’invitation demande une action de plus.")
        self.accepted("2025-03-28 15:00")
        self.finished("karim", "2025-04-10 10:00", "Il a décliné le voyage.")
        for key, words in (
            ("lea", "Le lien tient."), ("rachid", "Deux fois par semaine."),
            ("sophie", "Aucun fait depuis janvier."), ("julie", "Huit séances."),
            ("marc", "Rien à signaler."),
        ):  # fmt: skip
            self.finished(key, "2025-06-10 10:00", words)

    def line_12_closed(self):
        """Thu 12 Jun repeat analysis. Thu 19 Jun closure: ASE with reserve, others for; signed."""
        self.levels(
            "karim", "2025-06-12 09:00", "2025-06-12",
            ("online", "risk", "low", "Plus aucun canal."),
            ("school_work", "risk", "low", "Aucun fait depuis janvier."),
            ("family", "protection", "high", "Les deux parents participent."),
            ("community", "protection", "high", "La boxe, deux fois par semaine."),
        )  # fmt: skip
        self.verified("claire", "karim", "2025-06-12 10:00", "Confirmé par le collège.")
        self.proposal(
            "karim", "2025-06-12 11:00", "Le harcèlement a cessé, les canaux sont quittés.",
            "Un nouveau harcèlement à la rentrée.",
        )  # fmt: skip
        self.results(
            "karim", "2025-06-12 12:00",
            ("reached", "Aucun fait depuis janvier."), ("reached", "4 jours sur 5."),
            ("reached", "Aucun canal."),
        )  # fmt: skip
        self.opinions(
            "2025-06-16 10:00",
            karim=("with_reserve", "Si un référent du nouveau lycée est nommé avant la rentrée."),
            claire="for", sophie="for", marc="for", julie="for", lea="for", rachid="for",
        )  # fmt: skip
        self.told(
            "karim", "2025-06-18 10:00", ("Les parents", "parents"), ("Dr Perrin", "médecin"),
            ("La référente du lycée", "lycée"),
        )  # fmt: skip
        self.signed("paul", "2025-06-19 10:00")

    def line_13_checks(self):
        """Checks 19 Sep held; 19 Dec late, held 14 Jan 2026: the worker was ill, no deputy."""
        with self.by("claire", "2025-06-20 10:00") as claire:
            for number in (1, 2, 3, 4):
                monitoring.name_person(self.check(number), by=claire, person=self.people["lea"])
        self.monitored(1, "lea", 0, "stable", "Va au lycée, boxe.")
        self.monitored(
            2, "lea", 26, "stable", "Va bien.",
            late_because="Éducatrice malade, sans suppléance : un seul point d’appui.",
        )  # fmt: skip
