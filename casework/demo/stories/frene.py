"""«Frêne»: release from prison, a failing provider, a reopening. Olivier Tessier, 31."""

from __future__ import annotations

from casework.demo.stories.planning import Planning
from casework.demo.stories.telling import Story
from casework.models import Code, Person, Record
from intake import decisions as intake
from plans.decisions import plan as planning


class Frene(Planning, Story):
    name = "Frêne"
    LATER = {
        "1, route": "the route «release from prison» with its date and its reminders",
        "2, instrument": "the instrument's date, certificate and conclusion as a record of its own",
        "4, sessions": "seven sessions counted one by one, a report each month",
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
            intake.ask_deconfliction(
                self.first, by=claire, concern="possible", asked_of="Police nationale",
                reason="Un groupe en détention ; obligations à la sortie.",
            )  # fmt: skip
        with self.by("claire", "2024-05-10 10:00") as claire:
            intake.note_security_answer(
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
            intake.take_to_conference(self.first, by=claire, reason="À préparer avant la sortie.")

    def line_02_table(self):
        """Tue 18 Jun table in prison: SPIP, police, CCAS, Mission locale, CMP, Passerelle."""
        with self.by("claire", "2024-06-18 14:00") as claire:
            intake.record_conference(
                self.first, by=claire, held_on=self.day("2024-06-18"),
                seats=self.seats(("elise", "marc", "odile", "bruno", "hugo", "marek")),
                radicalised="yes",
                radicalised_grounds="Un engagement en détention, aujourd’hui en retrait.",
                useful="yes",
                useful_grounds="La sortie ne tient qu’à plusieurs.",
            )  # fmt: skip
        with self.by("claire", "2024-06-18 16:00") as claire:
            self.case = intake.open_case(
                self.first, by=claire,
                reason="Une sortie de détention à préparer à six : logement, travail, obligations.",
                person=Person(given_name="Olivier", family_name="Tessier"),
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
            plan = planning.start_plan(self.case, by=elise)
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
