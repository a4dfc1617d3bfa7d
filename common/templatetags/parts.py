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

from django import template
from django.template.loader import get_template
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from common import dates, icons, logs
from common.complaints import complain, one_of

register = template.Library()

TAG_KINDS = (
    "note", "risk", "warn", "ok", "security", "social", "held", "planned", "plain",
)  # fmt: skip
BUTTON_KINDS = ("second", "main", "bare")
BUTTON_SIZES = ("m", "s", "l")
ALERT_ICONS = {
    "note": "info",
    "info": "info",
    "ok": "circle-check",
    "warn": "triangle-alert",
    "risk": "octagon-alert",
}
EVENT_ICONS = {
    "note": "pen-line",
    "decision": "scale",
    "outside": "globe",
    "held": "file-lock",
    "social": "heart-handshake",
    "security": "shield",
    "wait": "clock",
}
WORK_ICONS = {
    "plain": "clock",
    "signal": "inbox",
    "decision": "scale",
    "meeting": "calendar-days",
    "question": "circle-question-mark",
    "asked": "message-square",
    "action": "list-checks",
    "person": "user-minus",
}
LEVEL_WORDS = {None: _("Not known"), 1: _("Low"), 2: _("Moderate"), 3: _("High")}
CHECK_ICONS = {"done": "circle-check", "todo": "circle-dashed", "held": "file-lock"}


def _show(part: str, /, **values):
    return get_template(f"components/{part}.html").render(values)


def _icon(part: str, name: str, label: str = ""):
    if name not in icons.SHAPES:
        complain(f"{part}: there is no icon {name!r} in common/templatetags/icons.json.")
        return ""
    return icons.svg(name, label)


# --- one line ------------------------------------------------------------------------------


@register.simple_tag
def icon(name, label=""):
    """A picture beside words, or alone with a ``label`` that says it."""
    return _icon("icon", name, label)


@register.simple_tag
def button(text, href, kind="second", size="m", icon="", about="", id="", blocked=()):
    """A link that looks like a button: it leads somewhere, it writes nothing.

    With ``blocked`` (obstacles) the step it leads to would be refused: it is not filled then.
    """
    if _blocking(blocked):
        kind, icon = "second", "lock"
    return _show("button", text=text, href=href, about=about, id=id, **_button(kind, size, icon))


@register.simple_tag
def submit(text, kind="main", size="m", icon="", name="", value="", primary=False, blocked=()):
    """The button of a form. With ``blocked`` (obstacles) it stands inactive beside their list."""
    standing = _blocking(blocked)
    look = _button(kind, size, "lock" if standing else icon)
    return _show(
        "submit", text=text, name=name, value=value, primary=primary, blocked=standing, **look
    )


@register.simple_tag(takes_context=True)
def post_button(context, text, url, kind="second", size="s", icon="", about="", fields=None):
    """A form of one button: it writes, so it is a POST."""
    return _show(
        "post_button", text=text, url=url, about=about, fields=fields or {},
        csrf_token=context.get("csrf_token"), **_button(kind, size, icon),
    )  # fmt: skip


def _blocking(obstacles) -> list:
    return [o for o in obstacles or () if getattr(o, "blocks", True)]


def _button(kind, size, icon):
    return {
        "kind": one_of("button", "kind", kind, BUTTON_KINDS),
        "size": one_of("button", "size", size, BUTTON_SIZES),
        "icon": _icon("button", icon) if icon else "",
    }


@register.simple_tag
def tag(text, kind="note", icon=""):
    """A state in a word, never by colour alone."""
    kind = one_of("tag", "kind", kind, TAG_KINDS)
    return _show("tag", text=text, kind=kind, icon=_icon("tag", icon) if icon else "")


@register.simple_tag
def ref(text, href=""):
    """A reference such as SA-2026-014."""
    return _show("ref", text=text, href=href)


@register.simple_tag
def due(when, words="", state="", done=False, before=False):
    """A date with its weekday and how far away it is. Nothing without a date."""
    if when is None:
        return ""
    state = one_of("due", "state", state, ("", "late", "soon", "none"))
    if not state and not done:
        state = dates.state(when)
    return _show(
        "due",
        date=dates.before(when) if before else dates.moment(when),
        words=words or ("" if done else dates.relative(when)),
        state="" if state == "none" else state,
    )


@register.simple_tag
def level(value, kind="risk", word=""):
    """A level of one domain in a word: 1 to 3, or None for not known. Never an overall level."""
    if value not in LEVEL_WORDS:
        complain(f"level: {value!r} is not 1, 2, 3 or None.")
        value = None
    kind = one_of("level", "kind", kind, ("risk", "protection"))
    steps = [step <= (value or 0) for step in (1, 2, 3)]
    return _show(
        "level", steps=steps, kind="" if value is None else kind, word=word or LEVEL_WORDS[value]
    )


@register.simple_tag
def phase_dots(current, label=""):
    """Where a case is among the four phases."""
    if current not in (1, 2, 3, 4):
        complain(f"phase_dots: {current!r} is not a phase from 1 to 4.")
    return _show("phase_dots", current=current, phases=(1, 2, 3, 4), label=label or current)


@register.simple_tag
def agency(agency, code=""):
    """An agency: two letters and its name."""
    name = getattr(agency, "name", None) or str(agency)
    short = code or getattr(agency, "short_name", "") or name
    return _show("agency", name=name, code=_two_letters(short))


def _two_letters(name: str) -> str:
    words = [word for word in name.replace("-", " ").replace("’", " ").split() if word[0].isalnum()]
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return name[:2].upper()


@register.simple_tag
def seen_by(text):
    """Who can read the thing beside it."""
    return _show("seen_by", text=text)


# --- lists ---------------------------------------------------------------------------------


@register.simple_tag
def facts(rows, small=False):
    """Labels and values: pairs, in their order."""
    return _show("facts", rows=rows, small=small)


@register.simple_tag
def counts(items):
    """How much of each: every number leads to what it counts (n, label, href, late)."""
    return _show("counts", items=items)


@register.simple_tag
def pager(newer="", older="", shown=""):
    """Newer and older, by key: no page numbers, no total that could leak. Nothing if neither."""
    return _show("pager", newer=newer, older=older, shown=shown) if newer or older else ""


@register.simple_tag
def obstacles(obstacles, id="obstacles", title="", level=2):
    """The sentences in the way of a decision, each with its weight. Nothing when there is none."""
    level = one_of("obstacles", "level", level, (2, 3, 4))
    return (
        _show("obstacles", obstacles=obstacles, id=id, title=title, level=level)
        if obstacles
        else ""
    )


@register.simple_tag
def gate(points):
    """What the next step asks: done, to do or held (text, state, note, href, blocks)."""
    shown = []
    for point in points:
        state = one_of("gate", "state", _of(point, "state"), tuple(CHECK_ICONS))
        shown.append({"point": point, "state": state, "icon": icons.svg(CHECK_ICONS[state])})
    return _show("gate", points=shown)


@register.simple_tag
def team_list(members):
    """Who works on the case (name, agency, role, note, away, gone, state)."""
    for member in members:
        allowed = ("", "neutral", "interest", "missing")
        one_of("team_list", "state", _of(member, "state"), allowed)
    return _show("team_list", members=members)


@register.simple_tag
def subnav(items, label):
    """The pages of one thing (text, href, current, count)."""
    return _show("subnav", items=items, label=label)


@register.simple_tag
def phase_stepper(steps):
    """The four phases with what opened each (name, state, when, gate, gate_href)."""
    for step in steps:
        one_of("phase_stepper", "state", _of(step, "state"), ("todo", "now", "done"))
    return _show("phase_stepper", steps=steps)


@register.simple_tag
def timeline_month(when):
    """The month that heads the events below it."""
    return _show("timeline_month", when=when)


def _of(thing, name, default=""):
    if isinstance(thing, dict):
        return thing.get(name) or default
    return getattr(thing, name, None) or default


# --- blocks --------------------------------------------------------------------------------


@register.simple_block_tag
def panel(
    content, title="", count=None, id="", link="", link_text="", aside="", flush=False,
    level=2, kind="note",
):  # fmt: skip
    """A sheet with a heading. ``flush`` for lists and tables that reach its edges."""
    level = one_of("panel", "level", level, (2, 3, 4))
    kind = one_of("panel", "kind", kind, ("note", "risk", "sign"))
    return _show(
        "panel", content=content, title=title, count=count, id=id or slugify(title) or "panel",
        link=link, link_text=link_text, aside=aside, flush=flush, level=level, kind=kind,
    )  # fmt: skip


@register.simple_block_tag
def panel_foot(content):
    """The foot of a flush panel."""
    return _show("panel_foot", content=content)


@register.simple_block_tag
def page_head(content, title, lede="", back="", back_text=""):
    """The heading of a page; the content stands at its right."""
    return _show(
        "page_head", content=content, title=title, lede=lede, back=back, back_text=back_text
    )


@register.simple_block_tag
def alert(content, kind, title="", icon="", role="", focus=False, level=2):
    """Something to know now: what happened and what to do."""
    kind = one_of("alert", "kind", kind, tuple(ALERT_ICONS))
    role = one_of("alert", "role", role, ("", "status", "alert"))
    level = one_of("alert", "level", level, (2, 3, 4))
    return _show(
        "alert", content=content, kind=kind, title=title, role=role, focus=focus, level=level,
        icon=_icon("alert", icon or ALERT_ICONS[kind]),
    )  # fmt: skip


@register.simple_block_tag
def empty(content, title, icon="circle-check"):
    """Nothing here, why, and what comes next."""
    return _show("empty", content=content, title=title, icon=_icon("empty", icon))


@register.simple_block_tag
def held(content, title):
    """An agency holds something that it cannot share; the content is its effect."""
    return _show("held", content=content, title=title)


@register.simple_block_tag
def work_group(content, title, count=None, id="", late=False):
    """Work of one urgency, under its heading."""
    return _show("work_group", content=content, title=title, count=count, id=id, late=late)


@register.simple_block_tag(takes_context=True)
def work_item(
    context, content, title, href, kind="plain", icon="", due=None, due_words="", why="",
    button="", button_href="", post="", primary=False,
):  # fmt: skip
    """One thing that needs someone: at most one button. The content is its line of facts."""
    kind = one_of("work_item", "kind", kind, tuple(WORK_ICONS))
    return _show(
        "work_item", content=content, title=title, href=href, kind=kind, why=why, button=button,
        button_href=button_href or href, post=post, primary=primary,
        csrf_token=context.get("csrf_token"), due=due, due_words=due_words,
        icon=_icon("work_item", icon or WORK_ICONS[kind]),
    )  # fmt: skip


@register.simple_block_tag
def identity_bar(content, ref, who="", meta=()):
    """Whose file this is, on top of each of its pages: reference and initials, never the name."""
    return _show("identity_bar", content=content, ref=ref, who=who, meta=meta)


@register.simple_block_tag
def timeline(content):
    """What happened, newest first: months and events."""
    return _show("timeline", content=content)


@register.simple_block_tag
def event(content, when, title, kind="note", icon="", by="", seen="", href=""):
    """One line of what happened; decisions stand in the same stream."""
    kind = one_of("event", "kind", kind, tuple(EVENT_ICONS))
    return _show(
        "event", content=content, when=when, title=title, kind=kind, by=by, seen=seen, href=href,
        icon=_icon("event", icon or EVENT_ICONS[kind]),
    )  # fmt: skip


@register.simple_block_tag
def filter_bar(content, form):
    """The filters of a list: always in sight, a plain GET."""
    return _show("filter_bar", content=content, form=form)


# --- forms ---------------------------------------------------------------------------------


@register.simple_tag
def error_summary(*forms):
    """What has to be mended, each line leading to its field. Nothing when nothing is wrong."""
    wrong = [form for form in forms if form is not None and form.is_bound and form.errors]
    if not wrong:
        return ""
    general = [error for form in wrong for error in form.non_field_errors()]
    fields = [field for form in wrong for field in form if field.errors]
    return _show("error_summary", general=general, fields=fields)


@register.simple_tag
def audience_picker(form, field="audience", agencies="agencies", note=""):
    """Who will read what is being written; every form that writes ends with it."""
    chosen = form[agencies] if agencies in form.fields else None
    return _show("audience_picker", field=form[field], agencies=chosen, note=note)


@register.simple_tag
def draft_status(kept_at=None):
    """The line that says where the typed text is; `js/ui.js` keeps it true."""
    return _show("draft_status", kept_at=kept_at)


@register.simple_tag
def answer_reference():
    """The reference of this answer, under which the log has its line. May be empty."""
    return logs.request_id()


@register.simple_tag
def message_kind(message):
    """The kind of alert that one of Django's messages is shown as."""
    kinds = {"success": "ok", "warning": "warn", "error": "risk"}
    return kinds.get(message.level_tag, "info")


@register.simple_tag
def skeleton(lines=3):
    """A place that is being filled."""
    return _show("skeleton", lines=range(lines))
