"""Which acts follow what a refusal tells to do, by the English words of its *todo* (X24).

Written by hand: whoever writes a sentence says here who can do it. ``WAITS`` are those that name a
day, or an answer from outside, and need no act; each says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.db.models import Q

from casework.models import Case
from closure.models import Absorption
from common.refusals import Obstacle
from common.scope import WORKER, bound
from intake.models import Outcome, Signal

SAME = "the same act, by whoever is named"
MATCHES = "a possible match that has no answer"


@dataclass(frozen=True)
class Told:
    """The acts of which one has to be possible; ``same``: the refused one, by who is named.

    ``speaks``: it only names somebody to speak to, who has to be there.

    ``elsewhere`` gives the cases or signals on which they are done, where it is not the row's own.
    """

    words: str
    acts: tuple[str, ...] = ()
    same: bool = False
    waits: bool = False
    speaks: bool = False
    matches: bool = False
    elsewhere: Callable[[object], list] | None = None


# --- where else -------------------------------------------------------------------------------
def _signal_of(row) -> Signal | None:
    return row if isinstance(row, Signal) else getattr(row, "signal", None)


def its_cases(row) -> list:
    """The cases of the persons of a signal."""
    signal = _signal_of(row)
    with bound(WORKER):
        joined = Outcome.objects.filter(signal=signal).values("into_case")
        of_it = Q(named__signal=signal) | Q(pk__in=joined)
        return list(Case.objects.filter(of_it).distinct()) or [signal.case]


def its_case(paper) -> list:
    """The case that a file from paper has become."""
    with bound(WORKER):
        return list(Case.objects.filter(pk=paper.file_id))


def it_and_its_cases(row) -> list:
    """The signal, and the cases that were opened on it."""
    return [_signal_of(row), *(one for one in its_cases(row) if one)]


def its_signals(row) -> list:
    """The signals of the case."""
    case = row if isinstance(row, Case) else row.case
    with bound(WORKER):
        return list(Signal.objects.filter(named__file=case).distinct())


def its_older(row) -> list:
    """The file that absorbed the case, or is the older one of a question about two."""
    case = row if isinstance(row, Case) else row.case
    with bound(WORKER):
        if case.into_id:
            return [Case.objects.get(pk=case.into_id)]
        return both_files(row)[:1] if isinstance(row, Absorption) else []


def both_files(row) -> list:
    """The two files of a question, the older first."""
    with bound(WORKER):
        return list(Case.objects.filter(absorptions__pair=row.pair).order_by("opened_at", "pk"))


def the_other_signal(row) -> list:
    """The signal that this one was brought together with, or those that were with this one."""
    signal = _signal_of(row)
    with bound(WORKER):
        rows = Outcome.objects.filter(kind="merged", status="in_force").select_related(
            "into", "signal"
        )
        led = [one.into for one in rows.filter(signal=signal)]
        return led or [one.signal for one in rows.filter(into=signal)]


_OF_PAPER = ("papers:type", "papers:give_back")
_TEXTS = ("plans:texts",)
_SECTION = ("plans:checkpoint_section",)
_CONTACT = ("case_member_add",)
_INFORMATION = ("case_add_information",)

FOLLOWED: dict[str, tuple[str, ...] | str] = {
    # --- a signal and its first analysis ------------------------------------------------------
    "Acknowledge it first.": ("intake:acknowledge",),
    "Note the answer; the first analysis then goes on.": ("intake:answer",),
    "Wait for the second reading, or take the proposal back.": (
        "intake:second_reading", "intake:withdraw",
    ),
    "Answer the first check.": ("intake:assess_source",),
    "Answer the second check.": ("intake:security",),
    "Wait and note the answer, or hand the signal to the competent service.": (
        "intake:security_answer", "intake:decide:handed_to_security",
    ),
    "Hand the signal to the competent service, or ask again later.": (
        "intake:decide:handed_to_security", "intake:security",
    ),
    "Note the answer before you ask again.": ("intake:security_answer",),
    "Yes, no or unclear, with the grounds.": ("intake:questions",),
    "Choose or write at least one, and what speaks for or against it.": ("intake:questions",),
    "Change the answer instead; what stood before stays in the history.": (
        "intake:assess_source", "intake:minor", "intake:questions",
    ),
    "Leave it to the first analysis, or take out what was typed by mistake.": (
        "intake:assess_source", "intake:correct",
    ),
    "Reopen the signal, with a reason: they are told.": ("intake:reopen",),
    "Separate them again, with a reason.": ("intake:separate",),
    "Take it off the file, with a reason.": ("intake:take_off",),
    # --- who it is about ----------------------------------------------------------------------
    "Write a new signal where somebody is to be named.": ("intake:new",),
    "Write a signal of its own for the others.": ("intake:new",),
    "Name the person anew where it was right after all.": ("intake:name_person",),
    "Take it off the file first.": ("intake:take_off",),
    "Take it off the file first, then change the answer.": ("intake:take_off",),
    "Take it off the file first, if it is about somebody else.": ("intake:take_off",),
    "Change that answer first.": ("intake:answer_match",),
    "Ask another signal coordinator to change the answer.": SAME,
    "Ask another signal coordinator to take it off.": SAME,
    "Say of whom the signal is, or correct a role.": (
        "intake:name_person", "intake:correct_named",
    ),
    "Say who it is about, or write why nobody is named.": (
        "intake:name_person", "intake:leave_unnamed",
    ),
    "Say who it is about: whoever is known already is found then.": ("intake:name_person",),
    "Say who it is about, then answer the possible matches.": ("intake:name_person",),
    "Look at the possible matches and answer each.": MATCHES,
    "Ask a signal coordinator: they say who it is about.": (
        "intake:name_person", "intake:answer_match",
    ),
    # --- the conference and the opening -------------------------------------------------------
    "Decide on it in the first analysis.": ("intake:to_conference", "intake:decide"),
    "Record its date, who was there and its two answers.": ("intake:conference",),
    "Reopen the signal and decide on another outcome, or record a later conference that sees it"
    " otherwise.": ("intake:reopen", "intake:conference"),
    "Wait for the answer and note it in the first analysis.": ("intake:security_answer",),
    "Join this signal to the file: a signal coordinator decides it. Ask %(who)s.": (
        "intake:decide:joined_to_case",
    ),
    "They alone can lift it: ask them again in the first analysis.": ("intake:security",),
    "Answer the possible matches first, or decide on another outcome.": (
        "intake:answer_match", "intake:decide",
    ),
    "Ask %(who)s, who answered it.": ("intake:answer_match",),
    "Speak to whoever decided; a new signal can be written for what is apart.": ("intake:new",),
    # --- a case: information, team ------------------------------------------------------------
    "Ask %(who)s.": SAME,
    "Ask them.": SAME,
    "Ask %(who)s to correct it.": SAME,
    # What comes before a later step of the case, and after its end.
    "The content coordinator begins the analysis first.": ("case_start_analysis",),
    "The content coordinator approves a plan first.": ("plans:approve",),
    "The process coordinator begins the carrying out first, once every action has its answer.": (
        "plans:carrying_start",
    ),
    "The content coordinator resumes the carrying out first.": ("plans:resume",),
    "The content coordinator takes the proposal of closure back first.": ("closure:withdraw",),
    "If this is needed, ask the content coordinator to reopen the case.": ("closure:reopen",),
    "If somebody new is needed, ask the content coordinator to reopen the case.": (
        "closure:reopen",
    ),
    "They are no longer there: add what you know as information of your own.": _INFORMATION,
    "Ask them to correct it, or add what you know as information of your own.": _INFORMATION,
    "Write it anew if it is to be read.": _INFORMATION,
    "Add this person anew if it holds again.": ("case_relationship_add",),
    "Your agency alone reads this: whoever wrote it corrects or withdraws it.": (
        "case_correct_information", "case_withdraw_information", *_INFORMATION,
    ),
    "Write to them what they should know.": _INFORMATION,
    "Write to them what you know.": _INFORMATION,
    "A coordinator of the case can undo it, with a reason.": ("case_put_back",),
    "Correct it instead, and write why: what stood before stays on file.": (
        "case_correct_information",
    ),
    "Name the successor first.": ("case_member_add",),
    # what the front of a case warns of
    "Hand this part over on the team page, or name a second person.": (
        "case_member_replace", "case_member_add",
    ),
    "Hand this part over on the team page: reminders go to somebody else meanwhile.": (
        "case_member_replace",
    ),
    "Each agency writes it on the team page; the plan builds on it.": ("case_statement",),
    "Let the process coordinator name a second risk owner, and ask them.": _CONTACT,
    "Let the risk owner name a second process coordinator, and ask them.": _CONTACT,
    "Let the process coordinator name a deputy as a second risk owner, and ask them.": _CONTACT,
    "Each of them declares it on the page “Team”.": ("case_declare",),
    "Where nobody is, the process coordinator does, or else the risk owner.": ("closure:reopen",),
    # --- analysis and plan --------------------------------------------------------------------
    "What is new belongs to a case that is reopened, or to a new signal.": (
        "closure:reopen", "intake:new",
    ),
    "Reopen it first if it has to be asked again.": ("plans:gap_reopen",),
    "Ask them to change it, or add what your agency sees as a line of its own.": (
        "plans:factor_add", "plans:gap_add", "plans:interpretation_add",
    ),
    "Put it back first.": ("plans:factor_restore", "plans:line_restore"),
    "Add one to “What drives it, what protects”.": ("plans:factor_add",),
    "Begin one on the page “Plan”.": ("plans:start", "plans:version"),
    "Begin one on the page “Plan”; what is approved is not written over.": (
        "plans:start", "plans:version",
    ),
    "Begin the first plan.": ("plans:start",),
    "Begin a new version of it, and say why.": ("plans:version",),
    "Begin a new version to change it.": ("plans:version",),
    "Go on with that draft, or give it up.": ("plans:texts", "plans:discard"),
    "Write it in the texts.": _TEXTS,
    "Write it in the texts of the plan.": _TEXTS,
    "Write them in the texts of the plan.": _TEXTS,
    "Write the first goal.": ("plans:goal_add",),
    "Add who does what, from when to when.": ("plans:action_add",),
    "Add what at least one other agency does.": ("plans:action_add",),
    "Give the actions dates that lie ahead.": ("plans:action", "plans:action_move"),
    "Give the action to somebody on the team.": ("plans:action",),
    "Add the date on which the team looks at the plan.": ("plans:checkpoint_add",),
    "Add a checkpoint by %(day)s.": ("plans:checkpoint_add",),
    "Take it in, or say why not.": ("plans:take_in", "plans:decline"),
    "Let the risk owner name a content coordinator.": _CONTACT,
    "Let the process coordinator name a contact there.": _CONTACT,
    "The age is not certain: until then the person counts as a minor. The content coordinator can"
    " write the age or the date of birth under “Person”.": ("case_correct_person",),
    "Wait for the answer; a change of the draft takes the request back.": (
        "plans:confirm", "plans:texts",
    ),
    "The content coordinator approves first.": ("plans:approve",),
    "Ask the risk owner or another coordinator.": SAME,
    # --- a plan carried out -------------------------------------------------------------------
    "Ask again, change the plan, or write what is done without this action.": (
        "plans:action_accept", "plans:action_absence", "plans:version",
    ),
    "End it as not done, with the reason; the coordinator reads it at once.": (
        "plans:action_finish",
    ),
    "Change the plan if it is to be done otherwise.": ("plans:version",),
    "Accept it first.": ("plans:action_accept",),
    "A coordinator or another agency of the team verifies it.": SAME,
    "Record a new one if it comes back.": ("plans:effect_add",),
    "Write the response first.": ("plans:effect_respond",),
    "Conclude or cancel it first.": ("plans:checkpoint_conclude", "plans:checkpoint_cancel"),
    "What was found stays as it was read; hold another one if need be.": (
        "plans:checkpoint_open",
    ),
    "Ask everybody, and write what was heard.": _SECTION,
    "Write what was seen, where and by whom, or why it was not looked at.": _SECTION,
    "Record it on the page “Carrying out”.": ("plans:effect_add",),
    # --- the duty roster ----------------------------------------------------------------------
    "Enter a new one.": ("intake:turn_add",),
    # --- a file from paper --------------------------------------------------------------------
    "Ask %(who)s whether it is whole.": ("papers:hand_over",),
    "Ask the risk owner.": SAME,
    **dict.fromkeys(
        (
            "Name somebody else.", "Say it as it is known today.",
            "Two or three words that a colleague can follow.", "Whoever doubts a word looks there.",
            "Write the name that is known.", "Write them as they stand on paper.",
            "Write whom was asked, what they answered and when; or ask first.",
        ),
        ("papers:opening",),
    ),
    "They alone can lift it: ask them again, then correct the opening.": ("papers:opening",),
    "Write it as it stands on paper.": _OF_PAPER,
    "Agree on it before you part.": _OF_PAPER,
    "Choose somebody of a partner agency.": _OF_PAPER,
    "Leave one of the two parts.": _OF_PAPER,
    "Name a partner of another agency.": _OF_PAPER,
    "A goal needs its words, how you shall know, its target and its date.": _OF_PAPER,
    "It needs its words, who answers for it, its days and how it stands.": _OF_PAPER,
    "Name them as a partner, or give the action to somebody on the team.": _OF_PAPER,
    "Choose one of the goals above, or none.": _OF_PAPER,
    "Put the end on the first day or later.": _OF_PAPER,
    "Say how it ended, or until when it runs now.": _OF_PAPER,
    "Look at both days.": _OF_PAPER,
    "Write it beside the plan.": _OF_PAPER,
    "Name a contact there as a partner.": _OF_PAPER,
    "Leave one of the two.": _OF_PAPER,
    "Write what follows, the grounds, negative effects and the online side.": _OF_PAPER,
    # --- closure ------------------------------------------------------------------------------
    "Agree on levels by domain on the page “Analysis”.": ("plans:level_agree",),
    "Rate it again with the team, on the page “Analysis”.": ("plans:level_agree",),
    "Rate it again with the team and say what changed, or why nothing did.": (
        "plans:level_agree",
    ),
    "The content coordinator proposes it.": ("closure:propose",),
    "The content coordinator writes it in the proposal.": ("closure:texts",),
    "The content coordinator writes how far it was reached.": ("closure:result",),
    "A coordinator writes what is done about it and closes it, on the page “Carrying out”.": (
        "plans:effect_close", "plans:effect_respond",
    ),
    "Ask %(who)s for an answer, or stop it on the page “Carrying out”.": (
        "plans:action_accept", "plans:action_decline", "plans:action_stop",
    ),
    "End or stop it on the page “Carrying out”, or say on this page that it goes on under"
    " monitoring.": ("plans:action_stop", "closure:goes_on"),
    "The content coordinator says on this page until when it is kept, to whom it is handed on, or"
    " how it ends.": ("closure:promise", "plans:commitment_settle"),
    "Whoever promised, or the content coordinator, settles it on the page “Carrying out”.": (
        "plans:commitment_settle",
    ),
    "Whoever signs writes, for this agency, why it is signed without it.": (
        "closure:without_opinion",
    ),
    "Write why it is signed without it.": ("closure:without_opinion",),
    "Ask it once more, by name: below the opinions on this page.": ("closure:ask_again",),
    "The deputy signs: the process coordinator names them on the page “Team”.": _CONTACT,
    # What was signed or taken back is proposed anew, or the case is reopened.
    "What stands in it stays as it was read.": (
        "closure:propose", "closure:reopen", "closure:without_year_propose",
    ),
    "Offer a new one if the service answers otherwise now.": ("closure:handover",),
    "Where nobody is, the process coordinator does.": ("closure:without_year_propose",),
    "Take that proposal back first, on its page.": (
        "closure:withdraw", "closure:without_year_withdraw",
    ),
    "Call that off first, on its page.": ("closure:transfer_call_off", "closure:transfer_decline"),
    "Call the transfer off first, on its page.": (
        "closure:transfer_call_off", "closure:transfer_decline",
    ),
    "The risk owner signs, or the proposal is taken back.": (
        "closure:without_year_sign", "closure:without_year_withdraw",
    ),
    "A coordinator notes the acceptance: who, on what day, where the paper is.": (
        "closure:transfer_accepted",
    ),
    "Wait for the answer, or take that question back first.": ("closure:one_file_take_back",),
    "Wait for the answer, or take the question back.": ("closure:one_file_take_back",),
    "Decline it where it is not one person.": ("closure:one_file_decline",),
    "Let the risk owner name somebody to that office, and ask them.": _CONTACT,
    "Whoever coordinates the content of one of the two files can ask it.": (
        "closure:one_file_undo",
    ),
    "Correct it if something is wrong.": ("closure:correct",),
    "Enter it, say why it was not held, or end early with a reason.": (
        "closure:check", "closure:not_held", "closure:end_early",
    ),
    "The content coordinator reopens the case, or writes why not.": (
        "closure:reopen", "closure:answer",
    ),
    "The agency ends it, or the content coordinator stops it, on the page “Carrying out”.": (
        "plans:action_finish", "plans:action_stop",
    ),
}  # fmt: skip
ELSEWHERE: dict[str, tuple[Callable, tuple[str, ...]]] = {
    "Its content coordinator reopens it first. Ask %(who)s.": (its_older, ("closure:reopen",)),
    "The content coordinator of the other file does, or a risk owner.": (
        both_files, ("closure:one_file_undo_confirm",),
    ),
    "Ask a signal coordinator to take one of the two names back first.": (
        its_signals, ("intake:take_name_back",),
    ),
    "Ask a signal coordinator to change those answers first.": (
        its_signals, ("intake:answer_match",),
    ),
    "Correct it there, on its own pages.": (its_case, (*_INFORMATION, "case_correct_person")),
    "The first analysis stays as it was when that was decided.": (
        it_and_its_cases,
        ("intake:reopen", "intake:undo", "intake:separate", "intake:take_off", *_INFORMATION),
    ),
    "Look at what was decided of each person.": (
        it_and_its_cases, ("intake:reopen", "intake:to_conference", *_INFORMATION),
    ),
    "Look at what was decided of each person of the signal.": (
        it_and_its_cases, ("intake:reopen", "intake:to_conference", "intake:open_case",
        *_INFORMATION),
    ),
    "Ask the content coordinator of that case to write the age or the date of birth under"
    " “Person”.": (its_cases, ("case_correct_person",)),
    "Ask the coordinators of that case.": (its_cases, (*_INFORMATION, "case_correct_person")),
    "Add what is new as information on the case.": (its_cases, _INFORMATION),
    "Say on that one who it is about.": (the_other_signal, ("intake:name_person",)),
    "Bring the other signal together with this one instead, or separate them first.": (
        the_other_signal, ("intake:separate",),
    ),
    "Wait for the answer, or remind them.": (its_signals, ("intake:security_answer",)),
}  # fmt: skip
# --- no act: what a day brings, or somebody outside -------------------------------------------
WAITS: dict[str, str] = {
    "Wait for that day.": "the day of the answer is named in the sentence",
    "Remind them. After that day it can be signed without it, with its reason.": (
        "the day of the opinions is named in the sentence"
    ),
    "Wait for that day, or end monitoring early by a decision.": (
        "the day of the check is named in the sentence"
    ),
    "Ask the authority that has the case now.": "the file is theirs, outside Relais",
    "It goes on in the older file: ask who coordinates that one.": "the older file goes on",
    "Speak to them before anything local is planned.": (
        "the services alone lift it; no case is opened while they forbid it"
    ),
}
# Somebody to speak to, who has to be there; nothing is to be done in Relais before.
SPEAKS: tuple[str, ...] = ("Speak to %(who)s if you know something more.",)
# What is told in names of rows alone: looked up by the sentence before it.
BY_SENTENCE: dict[str, tuple[str, ...] | str] = {
    "%(count)d action was not looked at.": _SECTION,
    "%(count)d actions were not looked at.": _SECTION,
    "%(count)d goal was not looked at.": _SECTION,
    "%(count)d goals were not looked at.": _SECTION,
}


def _all() -> Iterator[tuple[str, Told, bool]]:
    for words, found in BY_SENTENCE.items():
        yield words, _told(words, found), True
    for words, found in FOLLOWED.items():
        yield words, _told(words, found), False
    for words, (where, named) in ELSEWHERE.items():
        yield words, Told(words, named, elsewhere=where), False
    for words in SPEAKS:
        yield words, Told(words, speaks=True), False
    for words in WAITS:
        yield words, Told(words, waits=True), False


def _told(words: str, found: tuple[str, ...] | str) -> Told:
    if found == SAME:
        return Told(words, same=True)
    if found == MATCHES:
        return Told(words, ("intake:answer_match",), matches=True)
    return Told(words, tuple(found))


@cache
def _patterns() -> tuple[list, list]:
    """(by sentence, by todo), the longest words first: a name may stand for anything."""
    rows = sorted(_all(), key=lambda one: -len(one[0]))
    made = [(re.compile(_pattern(words)), told, first) for words, told, first in rows]
    return [one for one in made if one[2]], [one for one in made if not one[2]]


def _pattern(words: str) -> str:
    return r"\A" + ".+?".join(re.escape(p) for p in re.split(r"%\(\w+\)[sd]", words)) + r"\Z"


def of(one: Obstacle) -> Told | None:
    """What to do, of a sentence in English; None where the tables do not hold it."""
    by_sentence, by_todo = _patterns()
    for pattern, told, _first in by_sentence:
        if pattern.match(str(one.sentence)):
            return told
    for pattern, told, _first in by_todo:
        if pattern.match(str(one.todo)):
            return told
    return None


def words_of() -> set[str]:
    """Every sentence of the tables."""
    return {words for words, _told, _first in _all()}


def holds(todo: str) -> bool:
    """Whether what a rule tells to do, as it is written there, is in the tables."""
    return any(words == todo or words.startswith(f"{todo} ") for words in words_of())
