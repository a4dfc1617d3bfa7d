"""No page shows a word to somebody who may not read it; who may, does (B6, B7, B9, C1, C2)."""

import io
import logging

import pytest
from django.apps import apps
from django.core import mail

from common.logs import ContentFreeFormatter
from common.scope import WORKER, Actor, bound
from notices import outbox
from plans.plan import folding
from tests.access import entitled, plain, sweep
from tests.access.texts import OURS
from tests.world.canary import ISSUED, canary
from tests.world.people import PERSONAS

pytestmark = pytest.mark.access
WITHOUT_RIGHTS = ("stranger", "former", "superuser", "partner", "evaluator", "reporter")


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_persona_meets_its_own_words_and_no_other(stage, together, persona):
    """B6, B9. Red when any page, header or redirect shows a word outside its audience.

    And red when an entitled person does not meet it: the positive control.
    """
    seen = {persona: sweep.walk(stage, persona, remember=True)}
    assert entitled.check_nothing_leaks(seen, stage) > 2_000
    entitled.check_the_entitled_see(seen)
    if persona in ("evaluator", "administrator", "superuser", "stranger", "decider"):
        assert not any(_canaries_in(text) for text in seen[persona].values())


def _canaries_in(text: str) -> set[str]:
    return entitled.met_in(text, frozenset(ISSUED))


@pytest.mark.parametrize("persona", ["partner", "other_partner", "stranger", "evaluator"])
def test_a_folded_page_shows_no_other_word(stage, together, persona, monkeypatch):
    """B6, X67. Red when a goal that is opened, or a part of a list, holds what one may not read."""
    monkeypatch.setattr(folding, "FEW", 0)
    pages = {"plans:plan", "plans:carrying", "plans:checkpoint_page", "case"}
    seen = {persona: sweep.walk(stage, persona, pages)}
    entitled.check_nothing_leaks(seen, stage)
    folded = any(
        'aria-expanded="true"' in text and "goal-1" in text for text in seen[persona].values()
    )
    assert folded == (persona in ("partner", "other_partner"))


@pytest.mark.parametrize("persona", WITHOUT_RIGHTS)
def test_the_managers_alone_hold(stage, together, persona, monkeypatch):
    """Line 1 of need-to-know. Red when a predicate of common.scope lets too much through."""
    with sweep.managers_alone(monkeypatch), plain.refusals():
        seen = {persona: sweep.walk(stage, persona, sweep.FILES)}
    entitled.check_nothing_leaks(seen, stage)


@pytest.mark.parametrize("persona", WITHOUT_RIGHTS)
def test_the_policies_alone_hold(stage, together, persona, monkeypatch):
    """Line 4 of need-to-know. Red when a policy lets too much through, whatever a view forgets."""
    with sweep.policies_alone(monkeypatch), plain.refusals():
        seen = {persona: sweep.walk(stage, persona, sweep.FILES)}
    entitled.check_nothing_leaks(seen, stage)


def test_every_text_of_every_guarded_table_holds_a_canary(stage, db):
    """Red when a new text column of a case file has no canary: nobody would look for it."""
    from tests.access.texts import unwatched

    with bound(WORKER):
        assert unwatched() == {}


def test_the_words_of_a_row_are_its_reference(stage, db):
    """C2. Red when a __str__ or __repr__ holds a name or a free text."""
    with bound(WORKER):
        for model in apps.get_models():
            if model._meta.app_label not in OURS:
                continue
            rows = getattr(model, "unscoped", model._default_manager)
            for row in rows.all()[:200]:
                assert "Zq" not in f"{row} {row!r}", model.__name__


def test_the_mails_hold_no_word(stage, db, settings):
    """E8. Red when the mail of a notice names anybody or says what happened."""
    with bound(WORKER):
        from notices.models import Delivery

        waiting = list(Delivery.objects.select_related("notice__recipient"))
        assert len(waiting) > 10
        for delivery in waiting:
            message = outbox.message_for(
                delivery.notice, delivery.notice.recipient, delivery.message_id
            )
            text = f"{message.subject}\n{message.body}\n{message.extra_headers}"
            assert not _canaries_in(text)
            assert not any(user.full_name in text for user in stage.people.values())
    assert mail.outbox == []


def test_the_log_holds_no_word(stage, db):
    """F4. Red when a line of the log is filled with what a page was asked or answered."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(ContentFreeFormatter())
    logging.getLogger().addHandler(handler)
    try:
        sweep.walk(stage, "partner", {"case", "case_add_information", "jump", "intake:page"})
    finally:
        logging.getLogger().removeHandler(handler)
    assert '"event": "request"' in written.getvalue()
    assert "Zq" not in written.getvalue()
    assert str(stage.cases["a"].pk) not in written.getvalue()


def test_a_form_offers_no_foreign_row(stage, db):
    """B6. Red when a choice field of a form draws on rows that its reader may not know."""
    from casework.information.forms import InformationForm

    user = stage.persona("partner")
    with bound(Actor.of(user)):
        form = InformationForm(case=stage.cases["a"], user=user)
        offered = {agency.short_name for agency in form.fields["agencies"].queryset}
    assert {"Jeunesse", "CMP", "Ville"} <= offered
    assert not {"Police", "ASE", "SPIP", "Mission locale"} & offered


def test_own_agency_records_leave_no_trace(stage, db):
    """Audience. Red when a notice, the feed or the journal tells others of an own-agency record."""
    from casework.models import JournalEntry
    from notices.models import Notice

    own = stage.records["own_a"]
    with bound(WORKER):
        assert not Notice.objects.filter(key__startswith=f"record:{own.pk}").exists()
        about = JournalEntry.objects.filter(reason=canary("own reason"))
        assert [entry.record_id for entry in about] == [own.pk]
    for persona in ("other_partner", "process", "content", "risk_owner"):
        texts = sweep.walk(stage, persona, {"case", "home", "notices"}).values()
        for word in ("record own_a", "corrected own", "own reason"):
            assert not any(canary(word) in text for text in texts), word
