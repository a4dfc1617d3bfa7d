"""Each habit of tests/test_house.py is broken once here, and the rule must notice."""

import ast

import pytest

from tests import source
from tests import test_house as house

pytestmark = pytest.mark.house

# module, the line added to it, the rule that must notice
CASES = [
    ("intake.signals.route", "from plans import x", house.test_imports_follow_the_arrows),
    (
        "casework.team.rules",
        "from intake.models import Signal",
        house.test_imports_follow_the_arrows,
    ),
    ("casework.team.rules", "import worklist.front", house.test_imports_follow_the_arrows),
    ("agencies.mail", "from casework import clock", house.test_imports_follow_the_arrows),
    ("casework.views.case", "x = Case.objects.filter(pk=1)", house.test_views_ask_for_whom),
    ("casework.views.case", "x = Case.unscoped.all()", house.test_views_ask_for_whom),
    ("intake.signals.filters", "x = Signal.objects.all()", house.test_views_ask_for_whom),
    ("intake.signals.route", "user.has_perm('x', y)", house.test_rights_are_asked_in_one_place),
    (
        "intake.signals.route",
        "case.state = 'ended'",
        house.test_one_module_writes_the_state_of_a_case,
    ),
    (
        "intake.signals.route",
        "now = timezone.now()",
        house.test_the_clock_is_the_only_source_of_time,
    ),
    (
        "intake.signals.route",
        "journal.record('no.such')",
        house.test_what_is_recorded_and_told_is_registered,
    ),
    (
        "intake.signals.route",
        "notices.queue('no_such')",
        house.test_what_is_recorded_and_told_is_registered,
    ),
    (
        "intake.signals.route",
        "def public():\n    return 1",
        house.test_what_stands_for_itself_says_what_it_is,
    ),
    ("intake.signals.route", "mark_safe('x')", house.test_no_text_is_marked_safe_by_hand),
    ("intake.signals.route", "render(r, 'intake/none.html')", house.test_no_template_is_missing),
]


@pytest.mark.parametrize(("mod", "line", "check"), CASES)
def test_a_broken_habit_is_noticed(monkeypatch, mod, line, check):
    """Red when the rule lets the line pass."""
    trees = dict(source.modules())
    trees[mod] = ast.parse(f"{ast.unparse(trees[mod])}\n{line}")
    monkeypatch.setattr(source, "modules", lambda: trees)
    with pytest.raises(AssertionError):
        check()


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an inline script", "<script>x</script>"),
        ("an inline style", '<p style="x">'),
        ("an event attribute", '<p onclick="x">'),
        ("hx-on", '<p hx-on:click="x">'),
        ("an unescaped value", "{{ x|safe }}"),
        ("javascript:", 'href="javascript:x"'),
        ("another host", '<img src="https://x">'),
    ],
)
def test_code_in_a_template_is_noticed(monkeypatch, what, text):
    """Red when the rule lets the text pass."""
    monkeypatch.setattr(source, "templates", lambda: {"casework/x.html": text})
    with pytest.raises(AssertionError, match=what):
        house.test_templates_hold_no_code(what)
