"""Every part of every page, registered once. The show-room page (`showroom`) shows them all.

`{% load parts %}`. The words come first, options by keyword; block parts end with `{% end… %}`;
`as name` keeps a part for later (`{% tag _("Covered") kind="ok" as covered %}` then
`{% panel _("Desk") aside=covered %}`). A wrong option, kind or icon raises outside production.

One line      icon name label · button text href kind size icon about id · submit text kind size
              icon name value primary blocked · post_button text url kind size icon about fields ·
              tag text kind icon · ref text href · due when words state done before ·
              level n kind word · phase_dots n label · agency agency code · seen_by text
Lists         facts rows small · counts items · pager newer older shown · obstacles list id title
              level · gate points · team_list members · subnav items label · phase_stepper steps ·
              timeline_month when
Blocks        panel title count id link link_text aside flush level kind · panel_foot ·
              page_head title lede back back_text · alert kind title icon role focus level ·
              empty title icon · held title · work_group title count id late ·
              work_item title href kind icon due due_words why button button_href post primary ·
              identity_bar ref who meta · timeline · event when title kind icon by seen href ·
              filter_bar form
Forms         error_summary form… · audience_picker form field agencies note ·
              draft_status kept_at · skeleton lines
Frame         message_kind message · answer_reference

Kinds         button, submit: main second bare · tag: note risk warn ok security social held
              planned plain · alert: note info ok warn risk · panel: note risk sign ·
              work_item: plain signal decision · event: note decision outside held social
              security wait · level: risk protection · due state: late soon none
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm
from django.template import Context
from django.template.loader import get_template
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from common import dates, icons, leaves, logs, panels
from common.complaints import complain, one_of
from common.words import Words

register = template.Library()
Day = date | datetime | None
Some = Iterable[object] | None
Rows = Iterable[Any]

TAG_KINDS = (
    "note", "risk", "warn", "ok", "security", "social", "held", "planned", "plain",
)  # fmt: skip
BUTTON_KINDS = ("second", "main", "bare")
BUTTON_SIZES = ("m", "s", "l")
CHECK_ICONS = {"done": "circle-check", "todo": "circle-dashed", "held": "file-lock"}


def _show(part: str, /, **values: object) -> str:
    return get_template(f"components/{part}.html").render(values)


def _icon(part: str, name: str, label: str = "") -> str:
    if name not in icons.SHAPES:
        complain(f"{part}: there is no icon {name!r} in common/templatetags/icons.json.")
        return ""
    return icons.svg(name, label)


# --- one line ------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """A picture beside words, or alone with a ``label`` that says it."""
    return _icon("icon", name, label)


@register.simple_tag
def button(
    text: Words, href: str, kind: str = "second", size: str = "m", icon: str = "",
    about: Words = "", id: str = "", blocked: Some = (),
) -> str:  # fmt: skip
    """A link that looks like a button: it leads somewhere, it writes nothing.

    With ``blocked`` (obstacles) the step it leads to would be refused: it is not filled then.
    """
    if _blocking(blocked):
        kind, icon = "second", "lock"
    return leaves.button(text, href, about=about, id=id, **_button(kind, size, icon))


@register.simple_tag
def submit(
    text: Words, kind: str = "main", size: str = "m", icon: str = "", name: str = "",
    value: str = "", primary: bool = False, blocked: Some = (),
) -> str:  # fmt: skip
    """The button of a form. With ``blocked`` (obstacles) it stands inactive beside their list."""
    standing = _blocking(blocked)
    look = _button(kind, size, "lock" if standing else icon)
    return _show(
        "submit", text=text, name=name, value=value, primary=primary, blocked=standing, **look
    )


@register.simple_tag(takes_context=True)
def post_button(
    context: Context, text: Words, url: str, kind: str = "second", size: str = "s", icon: str = "",
    about: Words = "", fields: Mapping[str, object] | None = None,
) -> str:  # fmt: skip
    """A form of one button: it writes, so it is a POST."""
    return leaves.post_button(
        text, url, about=about, fields=fields or {}, token=context.get("csrf_token"),
        **_button(kind, size, icon),
    )  # fmt: skip


def _blocking(obstacles: Some) -> list[object]:
    return [o for o in obstacles or () if getattr(o, "blocks", True)]


def _button(kind: str, size: str, icon: str) -> dict[str, str]:
    return {
        "kind": one_of("button", "kind", kind, BUTTON_KINDS),
        "size": one_of("button", "size", size, BUTTON_SIZES),
        "icon": _icon("button", icon) if icon else "",
    }


@register.simple_tag
def tag(text: Words, kind: str = "note", icon: str = "") -> str:
    """A state in a word, never by colour alone."""
    kind = one_of("tag", "kind", kind, TAG_KINDS)
    return leaves.tag(text, kind, _icon("tag", icon) if icon else "")


@register.simple_tag
def ref(text: Words, href: str = "") -> str:
    """A reference such as SA-2026-014."""
    return leaves.ref(text, href)


@register.simple_tag
def due(
    when: Day, words: Words = "", state: str = "", done: bool = False, before: bool = False
) -> str:
    """A date with its weekday and how far away it is. Nothing without a date."""
    if when is None:
        return ""
    state = one_of("due", "state", state, ("", "late", "soon", "none"))
    if not state and not done:
        state = dates.state(when)
    return leaves.due(
        dates.before(cast(datetime, when)) if before else dates.moment(when),
        words or ("" if done else dates.relative(when)),
        "" if state == "none" else state,
    )


_due = due  # where ``due`` is a day


@register.simple_tag
def level(value: int | None, kind: str = "risk", word: Words = "") -> str:
    """A level of one domain in a word: 1 to 3, or None for not known. Never an overall level."""
    if value not in leaves.LEVEL_WORDS:
        complain(f"level: {value!r} is not 1, 2, 3 or None.")
        value = None
    kind = one_of("level", "kind", kind, ("risk", "protection"))
    return leaves.level(value, kind, word)


@register.simple_tag
def phase_dots(current: int, label: Words = "") -> str:
    """Where a case is among the four phases."""
    if current in (1, 2, 3, 4):
        return leaves.phase_dots(current, label or str(current))
    complain(f"phase_dots: {current!r} is not a phase from 1 to 4.")
    return str(label)


@register.simple_tag
def agency(agency: object, code: str = "") -> str:
    """An agency: two letters and its name."""
    name = getattr(agency, "name", None) or str(agency)
    return leaves.agency(name, code or getattr(agency, "short_name", "") or name)


@register.simple_tag
def seen_by(text: Words) -> str:
    """Who can read the thing beside it."""
    return leaves.seen_by(text, _("Visible to:"), icons.svg("eye"))


# --- lists ---------------------------------------------------------------------------------


@register.simple_tag
def facts(rows: Rows, small: bool = False) -> str:
    """Labels and values: pairs, in their order."""
    return _show("facts", rows=rows, small=small)


@register.simple_tag
def counts(items: Rows) -> str:
    """How much of each: every number leads to what it counts (n, label, href, late)."""
    return _show("counts", items=items)


@register.simple_tag
def pager(newer: str = "", older: str = "", shown: Words = "") -> str:
    """Newer and older, by key: no page numbers, no total that could leak. Nothing if neither."""
    return _show("pager", newer=newer, older=older, shown=shown) if newer or older else ""


@register.simple_tag
def obstacles(
    obstacles: Sequence[object] | None, id: str = "obstacles", title: Words = "", level: int = 2,
    most: int = 40,
) -> str:  # fmt: skip
    """The sentences in the way of a decision, each with its weight. Nothing when there is none.

    Beyond ``most`` the others are counted: they stand there once these are out of the way.
    """
    level = one_of("obstacles", "level", level, (2, 3, 4))
    if not obstacles:
        return ""
    shown, more = obstacles[:most], max(0, len(obstacles) - most)
    return _show("obstacles", obstacles=shown, more=more, id=id, title=title, level=level)


@register.simple_tag
def gate(points: Rows) -> str:
    """What the next step asks: done, to do or held (text, state, note, href, blocks)."""
    shown = []
    for point in points:
        state = one_of("gate", "state", _of(point, "state"), tuple(CHECK_ICONS))
        shown.append({"point": point, "state": state, "icon": icons.svg(CHECK_ICONS[state])})
    return _show("gate", points=shown)


@register.simple_tag
def team_list(members: Rows) -> str:
    """Who works on the case (name, agency, role, note, away, gone, state)."""
    for member in members:
        allowed = ("", "neutral", "interest", "missing")
        one_of("team_list", "state", _of(member, "state"), allowed)
    return _show("team_list", members=members)


@register.simple_tag
def subnav(items: Rows, label: Words) -> str:
    """The pages of one thing (text, href, current, count)."""
    return _show("subnav", items=items, label=label)


@register.simple_tag
def phase_stepper(steps: Rows) -> str:
    """The four phases with what opened each (name, state, when, gate, gate_href)."""
    for step in steps:
        one_of("phase_stepper", "state", _of(step, "state"), ("todo", "now", "done"))
    return _show("phase_stepper", steps=steps)


@register.simple_tag
def timeline_month(when: Day) -> str:
    """The month that heads the events below it."""
    return panels.timeline_month(dates.month(when))


def _of(thing: object, name: str, default: str = "") -> Any:
    if isinstance(thing, dict):
        return thing.get(name) or default
    return getattr(thing, name, None) or default


# --- blocks --------------------------------------------------------------------------------


@register.simple_block_tag
def panel(
    content: str, title: Words = "", count: int | None = None, id: str = "", link: str = "",
    link_text: Words = "", aside: str = "", flush: bool = False, level: int = 2, kind: str = "note",
) -> str:  # fmt: skip
    """A sheet with a heading. ``flush`` for lists and tables that reach its edges."""
    level = one_of("panel", "level", level, (2, 3, 4))
    kind = one_of("panel", "kind", kind, ("note", "risk", "sign"))
    return panels.panel(
        content, title=title, count=count, id=str(id or slugify(title) or "panel"), link=link,
        link_text=link_text, aside=aside, flush=flush, level=level, kind=kind,
    )  # fmt: skip


@register.simple_block_tag
def panel_foot(content: str) -> str:
    """The foot of a flush panel."""
    return panels.panel_foot(content)


@register.simple_block_tag
def page_head(
    content: str, title: Words, lede: Words = "", back: str = "", back_text: Words = ""
) -> str:
    """The heading of a page; the content stands at its right."""
    return _show(
        "page_head", content=content, title=title, lede=lede, back=back, back_text=back_text
    )


@register.simple_block_tag
def alert(
    content: str, kind: str, title: Words = "", icon: str = "", role: str = "", focus: bool = False,
    level: int = 2,
) -> str:  # fmt: skip
    """Something to know now: what happened and what to do."""
    kind = one_of("alert", "kind", kind, tuple(icons.OF_ALERTS))
    role = one_of("alert", "role", role, ("", "status", "alert"))
    level = one_of("alert", "level", level, (2, 3, 4))
    return panels.alert(
        content, kind=kind, title=title, role=role, focus=focus, level=level,
        icon=_icon("alert", icon or icons.OF_ALERTS[kind]),
    )  # fmt: skip


@register.simple_block_tag
def empty(content: str, title: Words, icon: str = "circle-check") -> str:
    """Nothing here, why, and what comes next."""
    return _show("empty", content=content, title=title, icon=_icon("empty", icon))


@register.simple_block_tag
def held(content: str, title: Words) -> str:
    """An agency holds something that it cannot share; the content is its effect."""
    return panels.held(content, title, icons.svg("file-lock"))


@register.simple_block_tag
def work_group(
    content: str, title: Words, count: int | None = None, id: str = "", late: bool = False
) -> str:
    """Work of one urgency, under its heading."""
    return _show("work_group", content=content, title=title, count=count, id=id, late=late)


@register.simple_block_tag(takes_context=True)
def work_item(
    context: Context, content: str, title: Words, href: str, kind: str = "plain", icon: str = "",
    due: Day = None, due_words: Words = "", why: Words = "", button: Words = "",
    button_href: str = "", post: str = "", version: int = 0, primary: bool = False,
) -> str:  # fmt: skip
    """One thing that needs someone: at most one button, which decides on ``version`` (X35)."""
    kind = one_of("work_item", "kind", kind, tuple(icons.OF_WORK))
    look: dict[str, Any] = {"size": "s", "icon": "", "about": title}
    look["kind"] = "main" if primary else "second"
    shown = ""
    if button and post:
        token = context.get("csrf_token")
        fields = {"version": version} if version else {}
        shown = leaves.post_button(button, post, fields=fields, token=token, **look)
    elif button:
        shown = leaves.button(button, button_href or href, id="", **look)
    return leaves.work_item(
        title, href, content, why, kind=kind,
        icon=_icon("work_item", icon or icons.OF_WORK[kind]),
        due=_due(due, words=due_words) if due else leaves.only_words(due_words), button=shown,
    )  # fmt: skip


@register.simple_block_tag
def identity_bar(content: str, ref: str, who: str = "", meta: Rows = ()) -> str:
    """Whose file this is, on top of each of its pages: reference and initials, never the name."""
    return _show("identity_bar", content=content, ref=ref, who=who, meta=meta)


@register.simple_block_tag
def timeline(content: str) -> str:
    """What happened, newest first: months and events."""
    return panels.timeline(content)


@register.simple_block_tag
def event(
    content: str, when: Day, title: Words, kind: str = "note", icon: str = "", by: Words = "",
    seen: Words = "", href: str = "",
) -> str:  # fmt: skip
    """One line of what happened; decisions stand in the same stream."""
    kind = one_of("event", "kind", kind, tuple(icons.OF_EVENTS))
    return panels.event(
        content, at=dates.of_machines(when), day=dates.day(when), title=title, kind=kind, by=by,
        seen=seen_by(seen) if seen else "", href=href,
        icon=_icon("event", icon or icons.OF_EVENTS[kind]),
    )  # fmt: skip


@register.simple_block_tag
def filter_bar(content: str, form: BaseForm) -> str:
    """The filters of a list: always in sight, a plain GET."""
    return _show("filter_bar", content=content, form=form)


# --- forms ---------------------------------------------------------------------------------


@register.simple_tag
def error_summary(*forms: BaseForm | None) -> str:
    """What has to be mended, each line leading to its field. Nothing when nothing is wrong."""
    wrong = [form for form in forms if form is not None and form.is_bound and form.errors]
    if not wrong:
        return ""
    general = [error for form in wrong for error in form.non_field_errors()]
    fields = [field for form in wrong for field in form if field.errors]
    return _show("error_summary", general=general, fields=fields)


@register.simple_tag
def audience_picker(
    form: BaseForm, field: str = "audience", agencies: str = "agencies", note: Words = ""
) -> str:
    """Who will read what is being written; every form that writes ends with it."""
    chosen = form[agencies] if agencies in form.fields else None
    return _show("audience_picker", field=form[field], agencies=chosen, note=note)


@register.simple_tag
def draft_status(kept_at: datetime | None = None) -> str:
    """The line that says where the typed text is; `js/ui.js` keeps it true."""
    return _show("draft_status", kept_at=kept_at)


@register.simple_tag
def answer_reference() -> str:
    """The reference of this answer, under which the log has its line. May be empty."""
    return logs.request_id()


@register.simple_tag
def message_kind(message: Message) -> str:
    """The kind of alert that one of Django's messages is shown as."""
    kinds = {"success": "ok", "warning": "warn", "error": "risk"}
    return kinds.get(message.level_tag, "info")


@register.simple_tag
def skeleton(lines: int = 3) -> str:
    """A place that is being filled."""
    return _show("skeleton", lines=range(lines))
