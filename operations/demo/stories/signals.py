"""Signals that end at the first analysis, one for each outcome."""

from __future__ import annotations

from agencies.models import Channel
from casework.models import Code
from intake.first_analysis.decisions import security
from intake.outcomes.decisions import outcome
from operations.demo.stories.telling import Story

HOTLINE = Channel.Kind.HOTLINE


class SignalsAlone(Story):
    """The signals, a line each."""

    name = "Signals alone"
    LATER = {"third mail": "the warning at the third unfounded mail of one sender"}

    def line_01_sabotage_talk(self):
        """Left-wing sabotage talk in a student hall: more is needed (need_more)."""
        signal = self.signal(
            "sophie", "2026-02-16 10:00",
            "Au foyer d’étudiants, un groupe parle de saboter des antennes ; personne n’est nommé.",
            caller="professional",
        )  # fmt: skip
        self.acknowledged(signal, "claire", "2026-02-16 11:00")
        with self.by("claire", "2026-02-17 10:00") as claire:
            self.no_security_concern(signal, claire, "Des mots seuls, sans projet ni moyens.")
            self.weighed(
                signal, claire,
                source={"reliability": "fairly", "basis": "Rapporté par un veilleur de nuit."},
                minor=("no", "Des étudiants."),
                radicalised="unclear",
                radicalised_grounds="Des mots, un groupe, personne de nommé.",
                ideology=self.code(Code.List.IDEOLOGY, "left"),
                useful="unclear",
                useful_grounds="Il faut savoir de qui on parle.",
                alternatives=["provocation"],
                alternatives_words="Une soirée, des bravades.",
            )  # fmt: skip
            self.unnamed(
                signal, claire,
                "Des étudiants, personne de nommé ; la question est posée au veilleur.",
            )  # fmt: skip
            outcome.decide_outcome(
                signal, by=claire, kind="need_more", reason="On ne sait pas de qui on parle.",
                question="Qui en parle, et devant qui ?", addressee="le veilleur de nuit",
                due_on=self.day("2026-03-16"),
            )  # fmt: skip

    def line_02_prayer(self):
        """A teacher takes a new habit of prayer for a sign: no action, a lawful practice."""
        signal = self.signal(
            "sophie", "2026-02-09 09:00",
            "Un élève prie à la pause depuis un mois ; un enseignant s’en inquiète.",
            caller="professional", may_be_minor=True,
        )  # fmt: skip
        self.acknowledged(signal, "claire", "2026-02-09 10:00")
        with self.by("claire", "2026-02-10 10:00") as claire:
            self.no_security_concern(signal, claire, "Rien de tel n’est rapporté.")
            self.weighed(
                signal, claire,
                source={"basis": "Enseignant connu ; dit ce qu’il a vu."},
                minor=("yes", "Un élève de première."),
                radicalised="no",
                radicalised_grounds="Prier n’est pas un signe.",
                ideology=self.code(Code.List.IDEOLOGY, "none"),
                useful="no",
                useful_grounds="Rien à quoi répondre ensemble.",
                alternatives=["lawful"],
                alternatives_words="Une pratique licite.",
            )  # fmt: skip
            self.unnamed(
                signal, claire,
                "L’enseignant ne donne pas le nom d’un élève qui ne fait que prier.",
            )  # fmt: skip
            proposed = outcome.decide_outcome(
                signal, by=claire, kind="no_action", reason="Une pratique licite, rien d’autre.",
                second=self.people["thomas"],
            )  # fmt: skip
        with self.by("thomas", "2026-02-10 15:00") as thomas:
            outcome.read_second(proposed, by=thomas, agrees=True)

    def line_03_symbols(self):
        """A boy draws symbols after a break-up: oriented to the Maison des ados."""
        signal = self.signal(
            "sophie", "2026-02-02 09:00",
            "Un élève de seconde dessine des symboles depuis une rupture ; il dit provoquer.",
            caller="professional", may_be_minor=True,
        )  # fmt: skip
        self.acknowledged(signal, "claire", "2026-02-02 10:00")
        with self.by("claire", "2026-02-03 10:00") as claire:
            self.no_security_concern(signal, claire, "Ni menace ni arme.")
            self.weighed(
                signal, claire,
                source={"basis": "Proviseure adjointe ; elle a vu les cahiers."},
                minor=("yes", "Élève de seconde."),
                radicalised="no",
                radicalised_grounds="Des symboles pour provoquer, rien derrière.",
                useful="no",
                useful_grounds="Un lieu où parler suffit.",
                alternatives=["provocation", "mental_health"],
                alternatives_words="Une rupture, une envie d’être vu.",
            )  # fmt: skip
            self.unnamed(
                signal, claire,
                "Le nom reste au lycée, qui accompagne l’élève à la Maison des ados.",
            )  # fmt: skip
            outcome.decide_outcome(
                signal, by=claire, kind="oriented", reason="La Maison des ados le reçoit.",
                **self.accepted_by("julie", "2026-02-03"),
            )  # fmt: skip

    def accepted_by(self, key: str, day: str) -> dict:
        """The fields of an orientation: the service, who accepted there, and when."""
        who = self.people[key]
        return {
            "service": who.agency.name,
            "accepted_by": who.full_name,
            "accepted_on": self.day(day),
        }

    def line_04_threats(self):
        """Animal-rights threats to a shop: handed to the competent service."""
        signal = self.signal(
            "luc", "2026-02-19 14:00",
            "Une boucherie reçoit des lettres de menaces signées d’un groupe de défense animale.",
            HOTLINE, caller="public",
        )  # fmt: skip
        self.acknowledged(signal, "ines", "2026-02-19 14:10")
        with self.by("claire", "2026-02-19 15:00") as claire:
            security.ask_deconfliction(
                signal, by=claire, concern="imminent", asked_of="Police nationale",
                reason="Des menaces datées, une adresse.",
            )  # fmt: skip
        with self.by("claire", "2026-02-20 09:00") as claire:
            security.note_security_answer(
                signal, by=claire, answer="taken_over", wording="Enquête ouverte ; ne rien faire."
            )
            self.weighed(
                signal, claire,
                source={"basis": "Le commerçant, lettres en main."},
                minor=("unknown", "L’auteur n’est pas connu."),
                radicalised="unclear",
                radicalised_grounds="L’auteur n’est pas connu.",
                ideology=self.code(Code.List.IDEOLOGY, "single_issue"),
                useful="no",
                useful_grounds="C’est l’affaire de la police.",
                alternatives=["provocation"],
                alternatives_words="Peut-être un voisin.",
            )  # fmt: skip
            self.unnamed(
                signal, claire,
                "L’auteur des lettres n’est pas connu.",
            )  # fmt: skip
            outcome.decide_outcome(
                signal, by=claire, kind="handed_to_security",
                reason="Des menaces : au service compétent.",
                service="Police nationale",
                note="Transmis le jour même ; rien n’est fait ici.",
            )  # fmt: skip

    def line_05_advice(self):
        """A caller on the hotline wants advice alone: nobody is recorded."""
        signal = self.signal(
            "ines", "2026-02-24 16:00",
            "Une mère demande à qui parler de ce que son fils regarde ; elle ne dit pas son nom.",
            HOTLINE, caller="family",
        )  # fmt: skip
        self.acknowledged(signal, "ines", "2026-02-24 16:05")
        with self.by("ines", "2026-02-24 16:20") as ines:
            outcome.give_advice(signal, by=ines, reason="Maison des ados, sans rendez-vous.")
