"""«Frêne»: release from prison, a failing provider, a reopening. Olivier Tessier, 31."""

from __future__ import annotations

from casework.models import Code, Record
from intake.conference import decisions as conference
from intake.first_analysis.decisions import security
from intake.matching import decisions as matching
from intake.opening import decisions as opening
from intake.outcomes.decisions import joining, outcome
from intake.signals.named import first_of
from operations.demo.stories.following import Following
from operations.demo.stories.planning import Planning
from operations.demo.stories.telling import Story
from plans.models import Plan
from plans.plan.decisions import lines, versions


class Frene(Following, Planning, Story):
    """The story, line by line."""

    name = "Frêne"
    LATER = {
        "1, route": "the route «release from prison» with its date and its reminders",
        "2, instrument": "the instrument's date, certificate and conclusion as a record of its own",
        "4, sessions": "seven sessions counted one by one, a report each month",
        "6, provider": "one of seven in red, the provider's missing report, weekly control",
        "7, safety": "a safety incident with its debrief",
    }

    def line_01_announced(self):
        """Mon 6 May 2024 the SPIP announces the release of Fri 6 Sep. Q1 yes, Q2 yes."""
        self.first = self.signal(
            "elise", "2024-05-06 10:00",
            "Sortie de détention prévue le vendredi 6 septembre ; a suivi un groupe en détention,"
            " s’en est éloigné, craint la sortie.",
            about="Olivier Tessier", about_age="31 ans", caller="professional",
        )  # fmt: skip
        self.acknowledged(self.first, "claire", "2024-05-06 11:00")
        with self.by("claire", "2024-05-07 10:00") as claire:
            security.ask_deconfliction(
                self.first, by=claire, concern="possible", asked_of="Police nationale",
                reason="Un groupe en détention ; obligations à la sortie.",
            )  # fmt: skip
        with self.by("claire", "2024-05-10 10:00") as claire:
            security.note_security_answer(
                self.first, by=claire, answer="may_continue",
                wording="Le travail local peut se préparer ; obligations suivies par le SPIP.",
            )  # fmt: skip
            self.weighed(
                self.first, claire,
                source={"basis": "Le SPIP le suit depuis deux ans."},
                minor=("no", "31 ans."),
                radicalised="yes",
                radicalised_grounds="A suivi un groupe en détention, s’en éloigne.",
                ideology=self.code(Code.List.IDEOLOGY, "religious"),
                useful="yes",
                useful_grounds="Logement, travail, soin et obligations à tenir ensemble.",
                alternatives=["family_conflict"],
                alternatives_words="Un frère qui décide pour lui.",
                against="S’il tient ses rendez-vous sans le groupe.",
            )  # fmt: skip
            self.named(self.first, claire, "Olivier", "Tessier", birth_date=self.day("1992-11-03"))
            outcome.take_to_conference(self.first, by=claire, reason="À préparer avant la sortie.")

    def line_02_conference(self):
        """Tue 18 Jun conference in prison: SPIP, police, CCAS, Mission locale, CMP, Passerelle."""
        with self.by("claire", "2024-06-18 14:00") as claire:
            conference.record_conference(
                self.first, by=claire, held_on=self.day("2024-06-18"),
                seats=self.seats(("elise", "marc", "odile", "bruno", "hugo", "marek")),
                radicalised="yes",
                radicalised_grounds="Un engagement en détention, aujourd’hui en retrait.",
                useful="yes",
                useful_grounds="La sortie ne tient qu’à plusieurs.",
            )  # fmt: skip
        with self.by("claire", "2024-06-18 16:00") as claire:
            self.case = opening.open_case(
                self.first, by=claire,
                reason="Une sortie de détention à préparer à six : logement, travail, obligations.",
                team_named=self.team(
                    "claire", "elise", "paul", ("marc", "odile", "bruno", "hugo", "marek")
                ),
            )  # fmt: skip
        self.information(
            self.case, "elise", "2024-06-18 16:30",
            "L’évaluation faite en détention conclut à un retrait, fragile tant que le logement"
            " n’est pas trouvé. Le rapport reste au SPIP.",
            kind=Record.Kind.ASSESSMENT,
        )  # fmt: skip

    def line_03_analysis(self):
        """Gaps: the brother's circle, accounts after release. Failure, anger; the mother."""
        self.everybody_declares(
            "2024-06-25 09:00",
            {
                "claire": "Que rien ne manque le jour de la sortie.",
                "elise": "Des obligations tenues.",
                "paul": "",
                "marc": "Être prévenus de tout changement.",
                "odile": "Un toit.",
                "bruno": "Un emploi.",
                "hugo": "Un lieu où parler.",
                "marek": "Quelqu’un qui l’attend.",
            },
        )
        self.analysis_begins("elise", "2024-06-25 09:30")
        when = "2024-06-25 10:00"
        self.failure = self.factor(
            "elise", when, "root_cause", "school_work", "Une suite d’échecs, et la colère.",
            evidence="Dit en entretien, trois fois.",
        )  # fmt: skip
        self.factor("elise", when, "pull", "peers", "Le groupe de la détention.")
        self.factor("odile", when, "protective", "family", "Sa mère, qui l’attend.")
        self.factor("bruno", when, "protective", "school_work", "Un diplôme de cuisinier.")
        self.gap("elise", when, "peers", "Qui entoure le frère ?", "marc", "2024-08-30")
        self.gap("elise", when, "online", "Quels comptes après la sortie ?", "marek", "2024-09-20")
        self.heard("elise", when, "person", "2024-06-18", "« Je veux une cuisine, pas un sermon. »")
        self.around(
            "elise", when, "Son frère aîné", "sibling", approach="no", since="2024-06-18",
            approach_because="Il décide pour lui, et le groupe passe par lui.",
        )  # fmt: skip
        self.around(
            "odile", when, "Sa mère", "parent", approach="only_by", only_by="Odile Perrin",
            approach_because="Elle ne veut pas voir plusieurs services à la porte.",
            told="Que la Ville aide à trouver un logement pour la sortie.", told_by="Odile Perrin",
            since="2024-06-20",
        )  # fmt: skip
        self.levels(
            "elise", when, "2024-06-25",
            ("peers", "risk", "high", "Le groupe, tant qu’il est en détention."),
            ("housing", "risk", "high", "Aucun toit trouvé."),
            ("school_work", "protection", "moderate", "Le diplôme."),
            ("family", "protection", "moderate", "La mère."),
            ("online", "risk", "no_information", "Rien n’est connu."),
        )  # fmt: skip

    def line_04_plan(self):
        """Mon 22 Jul plan v1: home and job before all; a mentor; home visits by two."""
        with self.by("elise", "2024-07-22 10:00") as elise:
            plan = versions.start_plan(self.case, by=elise)
            self.texts(
                elise, plan,
                why_start="Sans toit et sans travail, le groupe est la seule porte ouverte.",
                reach="Un logement, un emploi de six mois.",
                why_that="Il le veut, et il sait cuisiner.",
                context="Sa mère ; un frère qui pèse ; un propriétaire qui hésite.",
                person_view="« Je veux une cuisine, pas un sermon. »",
                evaluation="À chaque point d’étape ; un rapport de Passerelle chaque mois.",
            )  # fmt: skip
            means = {"factor": self.failure}
            home = self.goal(
                elise, "Avoir un logement à son nom.", "un bail", "2024-12-31", "reintegration",
                indicator="Le bail signé", **means,
            )  # fmt: skip
            job = self.goal(
                elise, "Tenir un emploi six mois.", "6 mois", "2025-06-30", "reintegration",
                indicator="Les bulletins de paie", **means,
            )  # fmt: skip
            self.action(
                elise, "Trouver un logement ; visites à domicile à deux", "odile", "2024-09-06",
                "2024-12-31", meets_person=True, goal=home,
            )  # fmt: skip
            self.action(
                elise, "Mentor, sept séances", "marek", "2024-09-23", "2025-01-31",
                meets_person=True, goal=job,
            )  # fmt: skip
            self.action(
                elise, "Chercher une place en cuisine", "bruno", "2024-10-14", "2025-02-28",
                meets_person=True, goal=job,
            )  # fmt: skip
            self.action(
                elise, "Obligations de la sortie", "elise", "2024-09-06", "2025-06-30",
                kind="security",
            )  # fmt: skip
            self.checkpoints(elise, "2024-10-08", "2024-12-10", "2025-01-14", "2025-04-08")
            self.approved(elise, "Tout est prêt pour la sortie.")
        self.carried_out("2024-07-24 10:00", "claire")

    def line_05_release(self):
        """Fri 6 Sep release. Mon 9 Sep the landlord withdraws after gossip: a negative effect."""
        self.effect(
            "odile", "2024-09-09 14:00", "stigma", "Le propriétaire se retire après des rumeurs.",
            "Une place en foyer ; une autre recherche commence.", severity="high",
            closed=("claire", "2025-02-10 10:00", "Logé au foyer, en attente d’un bail."),
        )  # fmt: skip

    def line_06_one_of_seven(self):
        """Tue 8 Oct check: the mentor came once; the provider is called. Tue 10 Dec: 4 of 7."""
        self.checkpoint(
            "2024-10-08", "Le mentor est venu une fois sur sept : nouveau mentor, contrôle chaque"
            " semaine.",
            content="elise", conclusion="adjust", next_on="2024-12-10",
            online="Un compte rouvert, vu avec lui.", person="« Personne ne vient. »",
            actions={"marek": "not_carried_out"},
        )  # fmt: skip
        with self.by("elise", "2024-10-10 10:00") as elise:
            self.action(
                elise, "Contrôle de l’association, chaque semaine", "elise", "2024-10-14",
                "2025-01-31",
            )  # fmt: skip
            self.approved(elise, "Le prestataire a été appelé ; un nouveau mentor vient.")
        self.accepted("2024-10-11 10:00")
        self.checkpoint(
            "2024-12-10", "Quatre séances sur sept.", content="elise", next_on="2025-01-14",
            online="Rien de neuf.", person="« Il vient. »", reason="Le logement est cherché.",
        )  # fmt: skip

    def line_07_threat(self):
        """Wed 13 Nov the brother threatens a worker; meetings move to the SPIP."""
        self.effect(
            "marek", "2024-11-13 18:00", "threat", "Le frère a menacé le mentor.",
            "Rendez-vous au SPIP ; jamais seul.",
            closed=("claire", "2025-03-03 10:00", "Aucun fait depuis trois mois."),
        )  # fmt: skip

    def line_08_a_job(self):
        """Tue 14 Jan 2025 check: 6 of 7; Mon 3 Feb a job in a kitchen. Tue 8 Apr check."""
        self.checkpoint(
            "2025-01-14", "Six séances sur sept ; une place en cuisine en février.",
            content="elise", next_on="2025-04-08", online="Rien de neuf.",
            person="« Je cuisine bientôt. »", reason="Le foyer tient.",
        )  # fmt: skip
        self.checkpoint(
            "2025-04-08", "L’emploi tient ; le bail manque.", content="elise",
            next_on="2025-06-05", online="Rien de neuf.", person="« Je tiens. »",
        )  # fmt: skip
        for key in ("elise", "odile", "marek", "bruno"):
            self.finished(key, "2025-06-02 10:00", "Tenu jusqu’à la clôture.")

    def line_09_closed(self):
        """Thu 5 Jun closure proposal, repeat analysis; all for; Tue 10 Jun the mayor signs."""
        self.levels(
            "elise", "2025-06-05 09:00", "2025-06-05",
            ("peers", "risk", "low", "Plus de contact avec le groupe."),
            ("housing", "risk", "moderate", "Un foyer, pas encore de bail."),
            ("school_work", "protection", "high", "Quatre mois de cuisine."),
            ("family", "protection", "moderate", "La mère seule, comme en 2024."),
            ("online", "risk", "low", "Vu avec lui."),
        )  # fmt: skip
        self.verified("claire", "elise", "2025-06-05 10:00", "Confirmé à la réunion.")
        self.proposal(
            "elise", "2025-06-05 11:00", "L’emploi tient ; le logement est en bonne voie.",
            "Rechute possible si l’emploi est perdu.",
        )  # fmt: skip
        self.results("elise", "2025-06-05 12:00", ("partly", "Un foyer."), ("reached", "Six mois."))
        self.opinions(
            "2025-06-06 10:00", claire="for", elise="for", marc="for", odile="for", bruno="for",
            hugo="for", marek="for",
        )  # fmt: skip
        self.told("elise", "2025-06-09 10:00", ("Sa mère", "mère"), ("Dr Haas", "médecin"))
        self.told(
            "elise", "2025-06-09 11:00", ("Son employeur", "employeur"),
            why_not="Il ne le souhaite pas.",
        )  # fmt: skip
        self.signed("paul", "2025-06-10 10:00")

    def line_10_the_job_is_lost(self):
        """Check 10 Sep fine. Check 10 Dec: job lost, old contact seen. Mon 15 Dec CCAS signal."""
        self.monitored(1, "claire", 0, "stable", "Travaille.")
        self.monitored(
            2, "claire", 0, "concern",
            "Emploi perdu ; un ancien contact a été vu avec lui.", decision="reopen",
        )  # fmt: skip
        self.late = self.signal(
            "odile", "2025-12-15 10:00", "Sans emploi, ne paie plus le foyer, revoit son frère.",
            about="Olivier Tessier", about_age="33 ans", caller="professional",
        )  # fmt: skip
        self.acknowledged(self.late, "claire", "2025-12-15 11:00")
        with self.by("claire", "2025-12-15 11:20") as claire:
            self.named(self.late, claire, "Olivier", "Tessier", birth_date=self.day("1992-11-03"))
            known = self.now(self.case).subject_id
            matching.answer_match(
                matching.answer_on(first_of(self.late), known), by=claire, expected=0,
                answer="same", reason="Mêmes nom et date de naissance.",
            )  # fmt: skip
            joining.join_to_case(
                self.late, by=claire, reason="Il a un dossier ici, en suivi après clôture."
            )

    def line_11_reopened(self):
        """Wed 17 Dec reopened, same reference; the mother is told again Thu 18 Dec."""
        self.reopened("elise", "2025-12-17 10:00", "check", "Emploi perdu, ancien contact revu.")
        self.told_again("elise", "2025-12-18 10:00", "Sa mère")

    def line_12_second_cycle(self):
        """Mon 12 Jan 2026 conference, plan from the last: job by 30 Apr, debt, mentor."""
        with self.by("elise", "2026-01-12 14:00") as elise:
            versions.start_version(
                self.fresh(), by=elise, trigger="information", reason="Réouverture : emploi perdu."
            )
            draft = Plan.objects.get(case=self.case, state="draft")
            goals = list(draft.goals.filter(removed_at__isnull=True).order_by("position", "pk"))
            for goal, due in zip(goals, ("2026-06-30", "2026-04-30"), strict=True):
                lines.change_line(
                    goal, by=elise, expected=goal.version, changes={"due_on": self.day(due)},
                    why="Deuxième cycle.",
                )  # fmt: skip
            for action in list(draft.actions.filter(removed_at__isnull=True)):
                lines.change_line(
                    action, by=elise, expected=action.version, why="Deuxième cycle.",
                    changes={
                        "starts_on": self.day("2026-01-19"), "ends_on": self.day("2026-04-30")
                    },
                )  # fmt: skip
            for point in list(draft.checkpoints.filter(removed_at__isnull=True)):
                lines.remove_line(point, by=elise, why="Passé.")
            self.action(
                elise, "Dette : un rendez-vous par mois", "odile", "2026-01-19", "2026-04-30"
            )
            self.checkpoints(elise, "2026-03-10")
            self.approved(elise, "Vu ensemble le 12 janvier.")
        self.carried_out("2026-01-14 10:00", "claire")
