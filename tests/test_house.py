"""The habits of the house, read from the source. Each failure says what to do."""

import ast
import re

import pytest
from django.apps import apps
from django.core.management import call_command

from casework import journal
from casework.rights import CASE_RIGHTS, GRANTS, HOLDERS, Right
from common.narrowing import OPEN, Access
from common.scope import Actor, ScopedManager
from notices import telling
from tests import source
from tests.access.oracle import TABLES

pytestmark = pytest.mark.house

# --- arrows --------------------------------------------------------------------------------
# package -> what it may import of ours, beside itself.
_GROUND = {"common", "notices", "agencies", "casework"}
ARROWS = {
    "common": set(),
    "agencies": {"common"},
    "notices": {"common", "agencies"},
    "casework": {"common", "notices", "agencies"},
    "intake": _GROUND,
    "plans": _GROUND,
    "closure": _GROUND | {"plans"},
    "worklist": set(source.APPS) - {"operations"},
    "operations": set(source.APPS),
}
# The project itself, which puts everything together. Celery's application is loaded with the
# package, as Celery asks.
PROJECT = frozenset(
    {"casework", "casework.settings", "casework.urls", "casework.celery", "casework.wsgi"}
)


def is_roof(module: str) -> bool:
    """Whether the module runs or shows the whole (settings, operations), and states no rule."""
    return module in PROJECT or module.startswith("operations.")


def arrows() -> dict[str, dict[str, int]]:
    """module -> what it imports of ours, with the line; a name stands for its own module."""
    known = source.modules()
    drawn: dict[str, dict[str, int]] = {}
    for module, tree in known.items():
        drawn[module] = {}
        for name, line in source.imports(tree):
            target = name if name in known else name.rpartition(".")[0]
            if target in known and target != module:
                drawn[module].setdefault(target, line)
    return drawn


def test_imports_follow_the_arrows():
    """Red when a package imports upward or sideways (docs/house.md)."""
    wrong = [
        f"{module}:{line} imports {target}. {package} may import"
        f" {', '.join(sorted(ARROWS[package])) or 'nothing of ours'}: move what is shared down,"
        " name a model by a string, or gather above (worklist/)."
        for module, targets in arrows().items()
        for target, line in targets.items()
        if module not in PROJECT
        and (package := module.partition(".")[0]) != (other := target.partition(".")[0])
        and other not in ARROWS[package]
    ]
    assert not wrong, "\n".join(wrong)
    assert set(ARROWS) == set(source.APPS)


def circles(drawn: dict) -> list[list[str]]:
    """The sets of modules of which each imports every other, by some way (Tarjan)."""
    order, low, stack, found = {}, {}, [], []

    def go(module: str) -> None:
        order[module] = low[module] = len(order)
        stack.append(module)
        for target in drawn[module]:
            if target not in order:
                go(target)
            if target in stack:
                low[module] = min(low[module], low[target])
        if low[module] == order[module]:
            circle = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(circle) > 1:
                found.append(sorted(circle))

    for module in drawn:
        if module not in order:
            go(module)
    return found


def test_no_file_imports_in_a_circle():
    """Red when files import each other round: put the task beside its function, or what both use
    into a third file."""
    assert not circles(arrows()), circles(arrows())
    assert circles({"a": {"b": 1}, "b": {"c": 1}, "c": {"a": 1}, "d": {"a": 1}}) == [
        ["a", "b", "c"]
    ]


# --- access --------------------------------------------------------------------------------
def our_models() -> list:
    """The models of our apps; histories are made from them."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in source.APPS and not model.__name__.startswith("Historical")
    ]


def test_every_model_declares_its_access():
    """Red when a model has no ACCESS, or one that nothing enforces (rulings 3)."""
    for model in our_models():
        name = model._meta.label
        access = model.__dict__.get("ACCESS")
        assert isinstance(access, Access), (
            f"{name} declares no ACCESS: choose one of casework.narrowing;"
            " OPEN says that it holds no personal data of a file."
        )
        if access is OPEN:
            guarded = {f.related_model for f in model._meta.fields if f.related_model}
            seen = [m._meta.label for m in guarded if m._meta.db_table in TABLES]
            assert not seen, f"{name} is open and points at {seen}: it needs the same access."
            continue
        assert model._meta.db_table in TABLES, (
            f"{name} has no policies tried: add it to 0002_need_to_know and tests/access/oracle.py."
        )
        if model.__name__ in WITHOUT_MANAGER:
            continue
        assert isinstance(model._default_manager, ScopedManager), f"{name} is not Guarded."
        # A FieldError when the model lacks a column that its way of narrowing reads.
        assert " WHERE " in str(model.objects.scoped(Actor(1, 1)).query), name


# Narrowed by row-level security alone: guardian's own tables, and the outbox.
WITHOUT_MANAGER = frozenset(
    {
        "CaseUserObjectPermission",
        "RecordGroupObjectPermission",
        "Delivery",
        "Pending",
        "AccountMail",
    }
)


def test_histories_are_covered_as_their_rows_are():
    """Red when a history has no policies of its own (rulings 2, audience)."""
    histories = [model for model in apps.get_models() if hasattr(model, "history_object")]
    assert len(histories) >= 5
    for model in histories:
        assert model._meta.db_table in TABLES, f"{model._meta.label}: no policies tried."


# --- queries -------------------------------------------------------------------------------
def views() -> dict[str, ast.Module]:
    """The modules that answer requests."""
    return {
        name: tree
        for name, tree in source.modules().items()
        if ".views" in name
        or name == "operations.demo_sign_in"
        or (name.startswith("worklist.") and name not in BELOW_THE_PAGES)
        or name.endswith((".filters", ".forms", ".context", ".acts"))
        or ".acts." in name
        or ".forms." in name
    }


# What a page of the worklist shows, read with its reader bound.
BELOW_THE_PAGES = frozenset(
    {
        "worklist.front",
        "worklist.front_plans",
        "worklist.front_closing",
        "worklist.front_monitoring",
        "worklist.feed",
        "worklist.looking",
        "worklist.sweep",
    }
)


def open_models() -> set[str]:
    return {m.__name__ for m in our_models() if m.ACCESS is OPEN} | {"UserSession"}


def test_views_ask_for_whom():
    """Red when a view, form or filter reads a guarded model without visible_to."""
    wrong = []
    for module, tree in views().items():
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node, line in source.attributes(tree):
            if node.attr in ("unscoped", "history", "_base_manager", "_default_manager"):
                wrong.append(f"{module}:{line} uses .{node.attr}: views read through visible_to.")
            if node.attr == "raw":
                wrong.append(f"{module}:{line} writes SQL: that belongs below the views.")
            if node.attr != "objects" or getattr(node.value, "id", "") in open_models():
                continue
            asked = getattr(parents[node], "attr", "")
            if asked != "visible_to":
                model = ast.unparse(node.value)
                wrong.append(
                    f"{module}:{line} reads {model}.objects.{asked}: write"
                    f" {model}.objects.visible_to(request.user)."
                )
    assert not wrong, "\n".join(wrong)
    assert len(views()) > 10


def test_rights_are_asked_in_one_place():
    """Red when has_perm or guardian's shortcuts are called outside casework/access.py (B3)."""
    for module, tree in source.modules().items():
        if module in ("casework.access", "casework.access_backend", "agencies.models.user"):
            continue
        for name, call in source.calls(tree):
            assert name not in ("has_perm", "has_perms", "get_objects_for_user", "assign_perm"), (
                f"{module}:{call.lineno} calls {name}: ask casework.access.may."
            )


def test_histories_are_not_bypassed():
    """Red when update() runs on a model that keeps a history: it would write none."""
    for model in our_models():
        if hasattr(model, "history"):
            assert not getattr(model, "BULK_UPDATE", False), (
                f"{model._meta.label} keeps a history: take BULK_UPDATE away, save each row."
            )
    for module, tree in source.modules().items():
        for name, call in source.calls(tree):
            if name in ("bulk_update", "raw") and "operations.hosting" not in module:
                assert module == "notices.outbox", (
                    f"{module}:{call.lineno} calls {name}: it writes no history."
                )


# What has a state of its own beside a case: a signal, a mail, an outcome, a version of a plan.
STATEFUL = (
    "signal", "delivery", "outcome", "plan", "applied", "follow_up", "commitment", "check",
    "handover", "meeting", "proposal",
)  # fmt: skip


def test_one_module_writes_the_state_of_a_case():
    """Red when anything but casework/phases.py sets the state of a case (the one door)."""
    for module, tree in source.modules().items():
        for node in ast.walk(tree):
            targets = getattr(node, "targets", [getattr(node, "target", None)])
            for target in targets if isinstance(node, (ast.Assign, ast.AugAssign)) else ():
                if not (isinstance(target, ast.Attribute) and target.attr == "state"):
                    continue
                owner = getattr(target.value, "id", "")
                allowed = owner in STATEFUL or module == "casework.phases"
                assert allowed, (
                    f"{module}:{node.lineno} sets {owner}.state: use casework.phases.move."
                )
        for name, call in source.calls(tree):
            if name in ("Case", "create", "update"):
                given = {keyword.arg for keyword in call.keywords}
                owner = ast.unparse(call.func)
                if owner.startswith("Case"):
                    assert "state" not in given, f"{module}:{call.lineno}: phases.open_at does it."


def test_the_clock_is_the_only_source_of_time():
    """Red when a room asks the machine for the time instead of common/clock.py."""
    for module, tree in source.modules().items():
        if module in ("common.clock", "common.logs") or is_roof(module):
            continue
        for node, line in source.attributes(tree):
            text = ast.unparse(node)
            if text == "timezone.now" and module in DEFAULTS_OF_DJANGO:
                continue
            assert text not in ("timezone.now", "datetime.now", "date.today", "time.time"), (
                f"{module}:{line} uses {text}: ask common.clock."
            )


# When an account was made, which is no domain time.
DEFAULTS_OF_DJANGO = frozenset({"agencies.models.user"})


# Who asks for an account or an absence by itself, and why.
ASKS_BY_ITSELF = {
    "agencies.presence": "the one question",
    "agencies.models.user": "the columns themselves, and the rights of the account",
    "agencies.models": "the models",
    "agencies.models.absence": "the models",
    "agencies.admin": "pages of the administration: they change an account",
    "operations.admin": "pages of the administration: they change an absence",
    "agencies.decisions": "closes accounts, declares and ends absences",
    "agencies.forms": "signing in and resetting; the form of an absence",
    "agencies.invitations": "whose link still works",
    "agencies.mail": "mails about the account",
    "operations.demo_sign_in": "whom the demonstration lets in by one click",
    "agencies.backends": "signing in",
    "agencies.views.absences": "the page of one's absences",
    "agencies.views.profile": "one's own absences",
    "common.scope": "an account that was closed is nobody",
    "casework.access": "an account that was closed has no right",
    "casework.access_backend": "an account that was closed has no right",
}


def test_one_module_says_who_is_there():
    """X18: red when somebody else decides who is there. Ask agencies.presence or `working()`."""
    for module, tree in source.modules().items():
        if module in ASKS_BY_ITSELF or is_roof(module):
            continue
        for node, line in source.attributes(tree):
            assert node.attr != "is_active", f"{module}:{line}: ask agencies.presence."
        for name, call in source.calls(tree):
            given = [keyword.arg or "" for keyword in call.keywords]
            assert not any(arg.endswith("is_active") for arg in given), (
                f"{module}:{call.lineno} ({name}): ask agencies.presence."
            )
        for name, line in source.imports(tree):
            assert not name.endswith(".Absence"), f"{module}:{line}: ask agencies.presence."


# --- words ---------------------------------------------------------------------------------
def test_what_is_recorded_and_told_is_registered():
    """Red when the code journals an event, or sends a notice, that has no sentence."""
    for module, tree in source.modules().items():
        for _name, call in source.calls(tree):
            text, owner = source.first_text(call), ast.unparse(call.func)
            where = f"{module}:{call.lineno}"
            if text and owner == "journal.record":
                assert text in journal.EVENTS, f"{where}: journal.register({text}) is missing."
            if text and owner == "notices.queue":
                assert text in telling.KINDS, f"{where}: notices.register({text}) is missing."


def test_every_event_of_a_door_has_its_sentence_when_its_page_stands():
    """Red when a move has a page and the journal has no sentence for it."""
    from casework import phases

    for event in phases.STEPS:
        assert event in journal.EVENTS
        assert event in journal.STEP_TITLES


def test_every_right_has_one_line_and_every_case_right_a_permission():
    """Red when a right stands twice in the table, or in none."""
    rights = [grant.right for grant in GRANTS]
    assert len(rights) == len(set(rights)) == len(Right) == len(HOLDERS)
    case = apps.get_model("casework", "Case")
    assert [name for name, _label in case._meta.permissions] == [r.value for r in CASE_RIGHTS]


def test_what_stands_for_itself_says_what_it_is():
    """Red when a public function or class of ours has no docstring."""
    silent = []
    for module, tree in source.modules().items():
        if is_roof(module) and ".management." in module:
            continue
        for node in tree.body:
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                continue
            if node.name.startswith("_") or ast.get_docstring(node):
                continue
            if f"{module}.{node.name}" in OBVIOUS or _is_said_elsewhere(node):
                continue
            silent.append(f"{module}:{node.lineno} {node.name}")
    assert not silent, "\n".join(silent)


# Fields and columns of the administration, under the name of their model.
OBVIOUS = frozenset(
    {"agencies.admin.AgencyAdmin", "agencies.admin.PostInline", "agencies.admin.ChannelAdmin"}
)


def _is_said_elsewhere(node) -> bool:
    """A short subclass, which fills in what its base documents."""
    return isinstance(node, ast.ClassDef) and bool(node.bases) and len(node.body) <= 12


def test_files_stay_small():
    """Red when a file of code passes 450 lines: split it."""
    exempt = {"casework.glossary"}  # a list of words, not code
    for module in source.modules():
        if module in exempt:
            continue
        path = source.ROOT / (module.replace(".", "/") + ".py")
        if not path.exists():
            path = source.ROOT / module.replace(".", "/") / "__init__.py"
        count = len(path.read_text(encoding="utf-8").splitlines())
        assert count <= 450, f"{path.name} has {count} lines: split it."


# --- templates -----------------------------------------------------------------------------
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "hx-on": re.compile(r"\b(?:data-)?hx-on\b|\bhx-vals\s*=\s*['\"]js:", re.IGNORECASE),
    "an unescaped value": re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off"),
    "javascript:": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE),
}


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_no_code(what):
    """Red when a template holds what the content security policy forbids (D1, D7, D8)."""
    found = [
        name
        for name, text in source.templates().items()
        if INLINE[what].search(source.COMMENT.sub("", text)) and not name.endswith(".txt")
    ]
    assert not found, f"{what} in {', '.join(found)}: use a file under static/, or a part."


def test_no_text_is_marked_safe_by_hand():
    """Red when mark_safe or SafeString(...) is called: format_html escapes (D7)."""
    for module, tree in source.modules().items():
        for name, call in source.calls(tree):
            assert name not in ("mark_safe", "SafeString", "SafeText"), f"{module}:{call.lineno}"


def referenced() -> set[str]:
    """Names of templates that code or templates ask for."""
    asked = set()
    for tree in source.modules().values():
        asked |= {text for text in source.texts(tree) if text.endswith((".html", ".txt"))}
        asked |= {
            f"components/{text}.html"
            for text in source.texts(tree)
            if re.fullmatch(r"[a-z_]+", text)
        }
        asked |= {
            f"components/{node.name.removeprefix('do_')}.html"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
        }
    for text in source.templates().values():
        asked |= set(re.findall(r"{%-?\s*(?:extends|include)\s+\"([^\"]+)\"", text))
    return asked


def by_name() -> frozenset[str]:
    """Templates that a framework looks up by their own name."""
    # 429 is allauth's, the others are Django's.
    errors = {f"{code}.html" for code in (400, 403, 404, 429, 500)} | {"403_csrf.html"}
    return frozenset(errors) | {
        name
        for name in source.templates()
        if name.startswith(("account/", "admin/", "django/forms/", "email/agencies/"))
    }


def test_no_template_lies_unused():
    """Red when a template is asked for by nothing: take it out."""
    unused = source.templates().keys() - referenced() - by_name()
    assert not unused, f"Used by nothing: {', '.join(sorted(unused))}"


def test_no_template_is_missing():
    """Red when code or a template names one of ours that does not exist."""
    ours = ("casework/", "intake/", "agencies/", "pages/", "email/")
    named = {name for name in referenced() if name.startswith(ours)}
    named |= {
        name
        for text in source.templates().values()
        for name in re.findall(r"{%-?\s*(?:extends|include)\s+\"([^\"]+)\"", text)
    }
    missing = {name for name in named if name not in source.templates()} - OF_FRAMEWORKS
    assert not missing, f"Named and not there: {', '.join(sorted(missing))}"


OF_FRAMEWORKS = frozenset(
    {
        "admin/base.html", "admin/change_list.html", "admin/color_theme_toggle.html",
        "django/forms/widgets/input.html",
    }
)  # fmt: skip


# --- database ------------------------------------------------------------------------------
def test_no_change_of_a_model_lacks_its_migration(db):
    """Red when a model was changed without makemigrations."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# --- order ---------------------------------------------------------------------------------
# A column that holds a name: rows sort by its key (common/sorting.py).
NAMES = re.compile(
    r"-?(\w+__)?(full_name|short_name|given_name|family_name)|-?(\w+__)?(agency|channel|user)__name"
)
SHOWN = {"display", "full_name", "short_name", "name"}


def test_no_list_sorts_by_a_raw_name():
    """Red when rows, or names in Python, are sorted by their letters: use the sort key (X11)."""
    wrong = []
    for module, tree in source.modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Attribute) and node.func.attr == "order_by":
                said = [a.value for a in node.args if isinstance(a, ast.Constant)]
                wrong += [f"{module}:{node.lineno} {one}" for one in said if sorts_raw(one)]
            if isinstance(node.func, ast.Name) and node.func.id == "sorted":
                held = {a.attr for a in ast.walk(node) if isinstance(a, ast.Attribute)}
                by = {k.arg for k in node.keywords} | {
                    n.id for n in ast.walk(node) if isinstance(n, ast.Name)
                }
                if held & (SHOWN - {"name"}) and "sort_key" not in by | held:
                    wrong.append(f"{module}:{node.lineno} sorted()")
    for model in our_models():
        wrong += [f"{model._meta.label} {one}" for one in model._meta.ordering if sorts_raw(one)]
    assert not wrong, "\n".join(wrong)


def sorts_raw(column) -> bool:
    return isinstance(column, str) and bool(NAMES.fullmatch(column) or column in {"name", "-name"})


def test_every_sort_key_has_its_index():
    """Red when a list would be sorted by the database each time (X11)."""
    from common.sorting import Sorted, SortKey

    found = 0
    for model in our_models():
        first = {index.fields[0] for index in model._meta.indexes if index.fields}
        for field in model._meta.concrete_fields:
            if isinstance(field, SortKey):
                found += 1
                assert issubclass(model, Sorted), model
                assert field.name in first, f"{model._meta.label}.{field.name} has no index."
    assert found == 4
