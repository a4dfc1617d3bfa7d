"""Taking over a file that ran on paper: opened, typed, handed over, confirmed, or called off (X14).

Until the content coordinator confirms nothing of it is a case: it is corrected freely, and called
off it leaves nothing behind.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from casework import one_file
from casework.deciding import decides, locked_unseen
from casework.models import Case
from casework.rights import Right
from common import clock
from common.models import Draft
from common.refusals import Refused, in_the_way, is_written, refuse, refuse_unless
from common.scope import elevated
from notices import telling
from notices.models import Notice
from plans.models import PaperFile
from plans.paper import rules, writing
from plans.paper.content import told
from plans.paper.opening_rules import of_opening

# Who has it in hand writes it until it is confirmed; from then on the team reads the row, and none
# of them could lock it (``locked_unseen``).
_IN_HAND = (rules.not_confirmed,)
# What the decider types, and whom they name.
PEOPLE = ("types", "confirms", "risk_owner")
OPENING = (
    "paper_place", "opened_on", "grounds", "prevention_level", "given_name", "family_name", "alias",
    "birth_date", "age_text", "concern", "concern_grounds", "asked_of", "answer", "answered_on",
    "wording",
)  # fmt: skip


@decides(Right.OPEN_CASE, adds=True)
def open_paper(*, by, reason: str = "", **said: Any) -> PaperFile:
    """Open a file from paper: who it is about, its grounds, where it lies, who types and confirms.

    ``reason`` says how one knows that a file on a like name is about somebody else. The one named
    to type it is told. Raises Refused with every sentence in the way.
    """
    paper = PaperFile(opened_at=clock.now(), opened_by=by, **said)
    _refuse_opening(paper, reason)
    paper.save(force_insert=True)
    _tell("paper_to_type", paper, [paper.types_id])
    return paper


def _refuse_opening(paper: PaperFile, reason: str) -> None:
    standing = in_the_way(of_opening(paper), reason)
    if standing:
        raise Refused(*standing)
    if reason.strip():
        known = {str(found.case.pk) for found in one_file.files_like(paper.person)}
        paper.others = sorted({*paper.others, *known})


@decides(Right.OPEN_CASE, whose=(rules.opened_it,), when=_IN_HAND, lock=locked_unseen)
def correct_opening(paper: PaperFile, *, by, changes: dict, reason: str = "") -> PaperFile:
    """Correct what was typed at the opening, or name others: somebody may have left meanwhile.

    Who types it hands it over anew; whoever is named for typing is told. Raises as the opening.
    """
    typed_by = paper.types_id
    for name in (*OPENING, *PEOPLE):
        setattr(paper, name, changes[name])
    _refuse_opening(paper, reason)
    paper.handed_at = None
    with elevated():  # who has it in hand is written by this decision alone
        paper.save_changes()
    if paper.types_id != typed_by:
        _tell("paper_to_type", paper, [paper.types_id])
    return paper


@decides(Right.USE_RELAIS, whose=(rules.types_it,), when=_IN_HAND, lock=locked_unseen)
def type_paper(paper: PaperFile, *, by, said: dict[str, Any]) -> PaperFile:
    """Save what was typed, whole or not; what was handed over is handed over anew."""
    paper.typed, paper.handed_at = said, None
    paper.save_changes()
    return paper


@decides(
    Right.USE_RELAIS,
    whose=(rules.types_it,),
    when=(*_IN_HAND, rules.not_handed),
    lock=locked_unseen,
    rules=(rules.whole,),
)
def hand_over(paper: PaperFile, *, by, reason: str = "") -> PaperFile:
    """Say that it is whole; the content coordinator is told and confirms it.

    ``reason`` answers the sentences that ask for one.
    """
    paper.handed_at, paper.given_back_because = clock.now(), ""
    paper.save_changes()
    _tell("paper_to_confirm", paper, [paper.confirms_id])
    return paper


@decides(
    Right.USE_RELAIS,
    whose=(rules.confirms_it,),
    when=(*_IN_HAND, rules.is_handed),
    lock=locked_unseen,
)
def give_back(paper: PaperFile, *, by, reason: str) -> PaperFile:
    """Say what is not as it stands on paper; who types it is told. Raises Refused without words."""
    refuse(is_written(reason, _("Write what is not as it stands on paper."), "X14"))
    paper.handed_at, paper.given_back_because = None, reason
    paper.save_changes()
    _tell("paper_given_back", paper, [paper.types_id])
    return paper


def _after_other_openings(paper: PaperFile, by, values: dict[str, Any]) -> PaperFile:
    """For ``lock``: two papers on one person are confirmed one after the other (X01)."""
    one_file.wait()
    locked: PaperFile = locked_unseen(paper, by, values)
    return locked


@decides(
    Right.USE_RELAIS,
    whose=(rules.confirms_it,),
    when=(*_IN_HAND, rules.is_handed),
    lock=_after_other_openings,
    rules=(rules.opening_holds, rules.whole),
)
def confirm_paper(paper: PaperFile, *, by, read: bool, reason: str = "") -> Case:
    """Confirm it: the case is there, carried out, with its plan, its checkpoints and its team.

    The team is told; the risk owner is reminded that a signature is waited for (plans.reminders).
    Raises Refused without the tick.
    """
    refuse_unless(
        read, _("Say that you have compared it with the paper."), "X14", _("Tick it below.")
    )
    # Whoever confirms is on no team until this has written it. Of other files shows that the person
    # has one.
    with elevated(), one_file.held():
        case = writing.write(paper, by=by, reason=reason)
        _forget_drafts(paper)
        _settle(paper)
        team = {user.pk: user for user in rules.content_of(paper).people}
        writing.empty(paper, case)
        others = [user for user in team.values() if user.pk != by.pk]
        telling.queue("team_joined", key=f"case:{case.pk}:opened", to=others, case=case)
    return case


@decides(Right.USE_RELAIS, whose=(rules.has_it_in_hand,), when=_IN_HAND, lock=locked_unseen)
def call_off(paper: PaperFile, *, by, sure: bool) -> None:
    """Call it off: all that was typed is deleted, drafts too; the two others are told.

    Raises Refused without the tick.
    """
    refuse_unless(sure, _("Say that everything typed may be deleted."), "X14", _("Tick it below."))
    others = {paper.opened_by_id, paper.types_id, paper.confirms_id} - {by.pk}
    _tell("paper_called_off", paper, others)
    # Drafts are their author's alone, and no person's right deletes a row: emptied and deleted, not
    # read.
    with elevated():
        _forget_drafts(paper)
        PaperFile.objects.filter(pk=paper.pk).delete()


def _forget_drafts(paper: PaperFile) -> None:
    """Nothing of it stays in anybody's unfinished forms."""
    Draft.objects.filter(object_key=str(paper.pk)).update(data={}, saved_at=clock.now())


@decides(
    Right.SIGN_OFF,
    whose=(rules.signer_stands_apart,),
    when=(rules.waits_for_signature,),
)
def sign_plan(case: Case, *, by, read: bool) -> PaperFile:
    """Sign the plan in force that came from paper (rulings 7); the team is told.

    Raises Refused without the tick.
    """
    refuse_unless(read, _("Say that you have read the plan."), "X14", _("Tick it below."))
    # The team reads this row and writes none of it; nothing shows that the signer did not read.
    with elevated():
        paper = PaperFile.locked(told(rules.paper_of(case)).pk)
        paper.signed_at, paper.signed_by = clock.now(), by
        paper.save_changes()
        writing.signed(case, by)
        team = set(case.members.running().values_list("user_id", flat=True)) - {by.pk}
        telling.queue("paper_signed", key=f"case:{case.pk}:paper:signed", to=team, case=case)
    return paper


def _tell(kind: str, paper: PaperFile, to) -> None:
    """Tell whose turn it is; what was told before is over."""
    _settle(paper)
    key = f"{_key(paper)}{kind}:{paper.version}"
    telling.queue(kind, key=key, to=to, reference=paper.reference)


def _settle(paper: PaperFile) -> None:
    """Notices that asked for a step of this file are read: it is done, or nobody's any more."""
    # A notice is its recipient's alone: settled for them, not read.
    with elevated():
        asked = Notice.objects.filter(key__startswith=_key(paper), read_at__isnull=True)
        telling.settle_all(asked)


def _key(paper: PaperFile) -> str:
    return f"paper:{paper.pk}:"
