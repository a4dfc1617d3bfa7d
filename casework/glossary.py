"""The glossary: what the code, the French screen and the English screen call a thing.

Code, pages, tests and documentation use these terms and no others. The page `glossary` and the
documentation are made from this list.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.folding import sort_key


@dataclass(frozen=True)
class Term:
    """One thing, its name in the code and in both languages, and what it means."""

    code: str
    french: str
    english: str
    meaning: str | Promise

    @property
    def name(self) -> str:
        return self.french if self._reads_french() else self.english

    @property
    def other_name(self) -> str:
        return self.english if self._reads_french() else self.french

    @property
    def other_language(self) -> str:
        return "en" if self._reads_french() else "fr"

    @staticmethod
    def _reads_french() -> bool:
        return (get_language() or "").startswith("fr")


@dataclass(frozen=True)
class Chapter:
    """Terms that belong together."""

    title: str | Promise
    terms: tuple[Term, ...]

    def in_order(self) -> list[Term]:
        return sorted(self.terms, key=lambda term: sort_key(str(term.name)))


CHAPTERS = (
    Chapter(
        _("The way in"),
        (
            Term(
                "signal",
                "signalement",
                "signal",
                _("A concern that somebody passed on. It is not a case, and may never become one."),
            ),
            Term(
                "source",
                "source",
                "source",
                _("Whoever the concern came from. Their identity is kept apart and sealed."),
            ),
            Term(
                "reliability",
                "fiabilité",
                "reliability",
                _("How far a source can be relied upon, judged apart from what it says."),
            ),
            Term(
                "channel",
                "canal",
                "channel",
                _("A way for signals to come in: a telephone line, a mailbox, a desk, a partner."),
            ),
            Term(
                "receiver",
                "référent de réception",
                "receiver",
                _("A person who takes the signals of a channel. Each channel needs at least two."),
            ),
            Term(
                "hotline",
                "permanence téléphonique",
                "hotline",
                _("A telephone line with stated hours, where callers may stay anonymous."),
            ),
            Term(
                "triage",
                "première analyse",
                "first analysis",
                _(
                    "Weighing a signal: is it about radicalisation, and would working together"
                    " with several agencies be useful and necessary?"
                ),
            ),
            Term(
                "named_person",
                "personne nommée",
                "named person",
                _(
                    "Somebody named on a signal, in a role: the person concerned, a child or"
                    " victim, a relative, the source, a contact. Each is searched apart; outcomes"
                    " are about the persons concerned."
                ),
            ),
            Term(
                "outcome",
                "suite donnée",
                "outcome",
                _("What is decided on a signal, with its grounds and whoever answers for it."),
            ),
            Term(
                "deconfliction",
                "vérification de non-interférence",
                "deconfliction",
                _("Asking the security services whether local work may go on without harm."),
            ),
            Term(
                "malicious",
                "signalement malveillant",
                "malicious report",
                _("A report meant to harm somebody. Two people decide so; it never counts later."),
            ),
            Term(
                "orientation",
                "orientation",
                "orientation",
                _("Passing somebody on to ordinary help, without opening a case."),
            ),
            Term(
                "acknowledge",
                "accuser réception",
                "acknowledge",
                _("Saying that one has a signal in hand. Until then it is passed on."),
            ),
        ),
    ),
    Chapter(
        _("People and agencies"),
        (
            Term(
                "case",
                "dossier (suivi individuel)",
                "case",
                _("The joint work of several agencies about one person, with a team and a plan."),
            ),
            Term(
                "subject",
                "personne suivie",
                "person concerned",
                _("The person a case is about, shown by initials and age until more is asked for."),
            ),
            Term("minor", "mineur", "minor", _("A person under 18; other rules protect them.")),
            Term(
                "relationship",
                "personne de l’entourage",
                "person around",
                _(
                    "Somebody who knows the person concerned directly: their tie, whether they may"
                    " be approached and by whom, what they were told."
                ),
            ),
            Term(
                "guardian",
                "titulaire de l’autorité parentale",
                "holder of parental authority",
                _("Whoever decides for a minor and has to be told or asked."),
            ),
            Term(
                "returnee",
                "personne de retour de zone",
                "returnee",
                _("A person who comes back from a conflict zone."),
            ),
            Term("agency", "organisme", "agency", _("A body that works on cases with others.")),
            Term(
                "partner",
                "partenaire",
                "partner",
                _("A member of a team who coordinates neither its process nor its content."),
            ),
            Term(
                "agreement",
                "convention",
                "agreement",
                _("The signed text that says what agencies share, why, and for how long."),
            ),
            Term(
                "process_coordinator",
                "coordination du processus",
                "process coordinator",
                _("Looks after meetings, deadlines and the team; takes no decision on content."),
            ),
            Term(
                "content_coordinator",
                "coordination du contenu",
                "content coordinator",
                _("Looks after the analysis, the plan and what is decided about them."),
            ),
            Term(
                "lead_agency", "chef de file", "lead agency", _("The agency that leads on a case.")
            ),
            Term(
                "risk_owner",
                "responsable du risque",
                "risk owner",
                _("Answers for the risk that stays, often the mayor; signs the end of a case."),
            ),
            Term(
                "decider",
                "décideur",
                "decider",
                _("A person with the duty to take a signal to the conference and to open a case."),
            ),
            Term(
                "interest_declaration",
                "déclaration d’intérêts",
                "declaration of interests",
                _("Saying whether one has a personal or professional interest in a case."),
            ),
            Term(
                "duty",
                "fonction",
                "duty",
                _("A task in the territory, given for a time: coordinating signals, deciding…"),
            ),
            Term(
                "roster",
                "tour d’astreinte",
                "duty roster",
                _("Who is called at night and on days off, when a danger is possible."),
            ),
            Term(
                "turn",
                "astreinte",
                "turn",
                _("A time on the duty roster: whom to call, by which number. It gives no right."),
            ),
            Term(
                "territory",
                "territoire",
                "territory",
                _("The town or district that uses Relais, with its own delays and agencies."),
            ),
        ),
    ),
    Chapter(
        _("Need-to-know"),
        (
            Term(
                "audience",
                "destinataires",
                "audience",
                _(
                    "Who may read one piece of information: the whole team, named agencies with"
                    " the two coordinators, or the author’s own agency alone."
                ),
            ),
            Term(
                "sharing_profile",
                "ce que nous pouvons partager",
                "what we can and cannot share",
                _("What an agency may share, on which conditions, and whom to ask."),
            ),
            Term(
                "need_stated",
                "besoin exprimé",
                "stated need",
                _("The problem, or what helps, told without its cause."),
            ),
            Term(
                "cause_kept",
                "cause réservée",
                "cause kept",
                _("What an agency knows and may not share. It is never typed here."),
            ),
            Term(
                "held",
                "non partagé",
                "held back",
                _("Information that exists and cannot be shared; its effect can."),
            ),
            Term(
                "information_request",
                "demande d’information",
                "information request",
                _("One precise question to one agency, with its purpose and a date."),
            ),
            Term(
                "reply_code",
                "type de réponse",
                "kind of reply",
                _("Shared, not held, cannot be shared…: the short answer to a request."),
            ),
            Term(
                "disclosure",
                "communication",
                "disclosure",
                _("Giving information to somebody outside the team, with who, what and why."),
            ),
            Term(
                "reading_log",
                "journal de consultation",
                "reading log",
                _("Who opened which file, when, and why when they were not on the team."),
            ),
            Term(
                "search",
                "recherche",
                "search",
                _(
                    "Finding by reference, initials, name or words, among what the reader may read"
                    " and nothing else; each search is logged."
                ),
            ),
            Term(
                "legal_hold",
                "gel du dossier",
                "legal hold",
                _("Nothing of the file is erased or changed until the hold is lifted."),
            ),
        ),
    ),
    Chapter(
        _("Understanding and planning"),
        (
            Term(
                "fact",
                "fait",
                "fact",
                _("Something seen, heard or written down by somebody who can be asked."),
            ),
            Term(
                "assessment_item",
                "appréciation",
                "judgement",
                _("What somebody makes of the facts. It is marked as such."),
            ),
            Term(
                "assessment",
                "analyse approfondie",
                "in-depth analysis",
                _("The joint reading of a situation by several agencies, domain by domain."),
            ),
            Term(
                "information_gap",
                "lacune",
                "gap",
                _("Something that matters and is not known. A gap is information too."),
            ),
            Term("push", "incitation", "push factor", _("What drives the person away.")),
            Term("pull", "attraction", "pull factor", _("What draws the person towards it.")),
            Term("trigger", "déclencheur", "trigger", _("An event that could set things off.")),
            Term(
                "risk_factor",
                "facteur de risque",
                "risk factor",
                _("What makes harm more likely, in one domain of life."),
            ),
            Term(
                "protective_factor",
                "facteur de protection",
                "protective factor",
                _("What helps and can be built upon, in one domain of life."),
            ),
            Term(
                "root_cause",
                "cause profonde",
                "root cause",
                _("What lies under the behaviour. A plan starts from at least one."),
            ),
            Term(
                "scenario",
                "scénario",
                "scenario",
                _("A story of what could happen, told in order to be ready. Not a prediction."),
            ),
            Term(
                "contingency",
                "plan de repli",
                "contingency plan",
                _("Who does what, and how fast, if a scenario begins."),
            ),
            Term(
                "line",
                "ligne",
                "line",
                _("One thing said in an analysis or a plan, the same in each of its versions."),
            ),
            Term(
                "plan",
                "plan d’action individuel",
                "plan",
                _("Goals and actions agreed by the agencies, in versions that are approved."),
            ),
            Term(
                "goal",
                "objectif",
                "goal",
                _("What is to be reached, how it will be seen, by whom and by when."),
            ),
            Term(
                "action",
                "action",
                "action",
                _("One thing that one agency does for a goal, with a start and an end."),
            ),
            Term(
                "provider",
                "prestataire",
                "provider",
                _("An outside body that carries out an action for an agency."),
            ),
            Term(
                "bond_stage",
                "phase de lien",
                "bond stage",
                _("A first stage that only builds a relationship; it counts as work."),
            ),
        ),
    ),
    Chapter(
        _("Deciding together"),
        (
            Term(
                "case_conference",
                "réunion de concertation (cellule)",
                "case conference",
                _("The meeting where agencies look at a person’s situation together."),
            ),
            Term(
                "decision",
                "décision",
                "decision",
                _("An act with an author and a reason, which changes where a file stands."),
            ),
            Term(
                "journal",
                "journal des décisions",
                "journal",
                _("Who decided what, when and why, one sentence for each decision."),
            ),
            Term(
                "before",
                "ce qui était écrit avant",
                "what stood before",
                _("What a record said before it was changed: who wrote it, when and why."),
            ),
            Term(
                "gate",
                "passage",
                "gate",
                _("What must be there before a case moves on to its next phase."),
            ),
            Term(
                "waiver",
                "dérogation",
                "waiver",
                _("Passing a gate without one of its points, with a written and signed reason."),
            ),
            Term(
                "obstacle",
                "obstacle",
                "obstacle",
                _("A sentence that says what stands in the way of a decision, and what to do."),
            ),
            Term(
                "notice",
                "avis",
                "notice",
                _("A message that something needs you; it never tells what is in the file."),
            ),
            Term(
                "second_reader",
                "second lecteur",
                "second reader",
                _("Another person who looks at a decision before it stands."),
            ),
        ),
    ),
    Chapter(
        _("Carrying out and ending"),
        (
            Term(
                "paper_file",
                "dossier papier",
                "file from paper",
                _(
                    "A file that ran before Relais, while it is brought in: opened, typed and"
                    " confirmed by three people."
                ),
            ),
            Term(
                "happened_on",
                "date des faits, date de saisie",
                "happened on, entered on",
                _("The day of an act, and the day of its entry; rules count from the first."),
            ),
            Term(
                "checkpoint",
                "point d’étape",
                "checkpoint",
                _("A dated look at the plan: what was done, does it help, what changes."),
            ),
            Term(
                "adverse_effect",
                "effet négatif",
                "negative effect",
                _("Harm done by the work itself, such as stigma or hardening."),
            ),
            Term(
                "external_event",
                "événement extérieur",
                "external event",
                _("Something outside that may touch a case: an attack, a trial, a post."),
            ),
            Term(
                "commitment",
                "engagement pris",
                "commitment",
                _("A promise made to somebody, by whom, and its limits."),
            ),
            Term(
                "safety_assessment",
                "évaluation de sécurité (équipe)",
                "staff safety assessment",
                _("What keeps a worker safe on a visit, looked at beforehand."),
            ),
            Term(
                "evaluation",
                "évaluation",
                "evaluation",
                _("Looking at how the work was done, and at what it changed, by a neutral party."),
            ),
            Term(
                "closure",
                "clôture",
                "closure",
                _("The joint, reasoned end of a plan. Monitoring goes on for a time."),
            ),
            Term(
                "opinion",
                "avis motivé",
                "opinion",
                _("What one agency says about closing: for, for with reserve, against, none."),
            ),
            Term(
                "silence",
                "silence d’un organisme",
                "silence",
                _("An agency gives no opinion: signed over for a reason of its own."),
            ),
            Term(
                "going_on",
                "poursuite après clôture",
                "going on",
                _("An action that is not over when the case closes, and ends under monitoring."),
            ),
            Term(
                "sign_off",
                "accord",
                "sign-off",
                _("The risk owner’s support for closing, without which nothing closes."),
            ),
            Term(
                "residual_risk",
                "risque résiduel",
                "residual risk",
                _("The risk that stays. It is written down: there is no life without risk."),
            ),
            Term(
                "handover",
                "relais vers le droit commun",
                "handover",
                _("General care takes over, and says that it does."),
            ),
            Term(
                "monitoring_check",
                "suivi après clôture",
                "monitoring check",
                _("A look, some months after closing, at how things stand."),
            ),
            Term(
                "transfer",
                "transfert",
                "transfer",
                _("A case goes over to another authority, which has accepted it on paper."),
            ),
            Term(
                "absorbed",
                "dossier réuni à un autre",
                "absorbed file",
                _(
                    "A case is absorbed by the older one on the same person, once both content"
                    " coordinators agree."
                ),
            ),
            Term(
                "reopening",
                "réouverture",
                "reopening",
                _("Taking a closed case up again, with its whole history."),
            ),
            Term(
                "disengagement",
                "désengagement",
                "disengagement",
                _("Giving up violence. What a person believes is theirs."),
            ),
            Term(
                "deradicalisation",
                "déradicalisation",
                "deradicalisation",
                _("Moving away from ideas that justify violence."),
            ),
            Term(
                "reintegration",
                "réintégration",
                "reintegration",
                _("Finding a place in society: home, work, school, people."),
            ),
        ),
    ),
)


def terms() -> list[Term]:
    """Every term, in the order of the chapters."""
    return [term for chapter in CHAPTERS for term in chapter.terms]
