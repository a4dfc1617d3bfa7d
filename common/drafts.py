"""Drafts: what people type is kept on the server, one for each form, object and version (I2).

The draft's signed token stands in the form. It names the person, so that a POST that arrives after
the session ended is kept for that person alone and shown again after sign-in.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import DEFAULT_DB_ALIAS, connection
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from common import clock
from common.models import Draft
from common.scope import Actor, bound

FIELD = "draft"
SALT = "relais.draft"
MAX_AGE = 60 * 60 * 48
LONGEST_KEY = Draft._meta.get_field("object_key").max_length or 0
NOT_KEPT = frozenset({FIELD, "csrfmiddlewaretoken"})


@dataclass(frozen=True)
class Token:
    """What the token in a form's hidden field says."""

    id: uuid.UUID
    user_id: int
    form: str
    object_key: str
    object_version: int


def mint(
    user: Any, form: str, object_key: object = "", version: int = 0, draft: Draft | None = None
) -> str:
    """A signed token for a form that this user opens (for ``draft`` when one is continued)."""
    if len(str(object_key)) > LONGEST_KEY:
        raise ValueError(f"{form}: the key of its object is too long to keep a draft under.")
    key = draft.pk if draft else uuid.uuid4()
    return signing.dumps(
        [str(key), user.pk, form, str(object_key), version], salt=SALT, compress=True
    )


def read(text: str) -> Token | None:
    """The token, or None when it is missing, forged or older than two days."""
    try:
        key, user_id, form, object_key, version = signing.loads(text, salt=SALT, max_age=MAX_AGE)
        return Token(uuid.UUID(key), int(user_id), form, object_key, int(version))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def typed(data: QueryDict) -> dict[str, list[str]]:
    """The typed fields without NUL and lone surrogates, which the database cannot hold."""
    return {
        name: [_storable(value) for value in values]
        for name, values in data.lists()
        if name not in NOT_KEPT
    }


def _storable(value: str) -> str:
    return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def as_querydict(data: dict[str, list[str]]) -> QueryDict:
    """The kept fields as a form reads them."""
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, values)
    return query


def unfinished(user: Any, form: str, object_key: object = "") -> Draft | None:
    """The latest text of this person for this form that was never sent."""
    return (
        Draft.objects.visible_to(user)
        .filter(form=form, object_key=str(object_key), sent_at__isnull=True)
        .exclude(data={})
        .order_by("-saved_at", "-pk")
        .first()
    )


_COLUMNS = [field.attname for field in Draft._meta.concrete_fields]
# The update changes nothing: it waits for whoever holds the row, and locks it.
_CLAIM = f"""
with claimed as (
    insert into common_draft as d
        (id, user_id, form, object_key, object_version, data, saved_at, result)
    values (%s, %s, %s, %s, %s, '{{}}', %s, '')
    on conflict (id) do update set form = d.form where d.user_id = excluded.user_id
    returning {", ".join(_COLUMNS)}
)
select * from claimed
union all
select {", ".join(_COLUMNS)} from common_draft
where user_id = %s and form = %s and object_key = %s
    and sent_at is null and data <> '{{}}' and id <> %s
"""  # noqa: S608 (names of columns alone)


def claim(token: Token) -> Draft:
    """The draft row of the token under a lock, made when it is not there yet.

    A second submit of the same form waits here, and then finds ``sent_at`` set. ``others`` of the
    row are the person's unfinished texts of the same form. Raises DoesNotExist for a row that is
    another person's.
    """
    own: list[Any] = [token.user_id, token.form, token.object_key]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [token.id, *own, token.object_version, clock.now(), *own, token.id])
        rows = [[*row[:5], json.loads(row[5]), *row[6:]] for row in cursor.fetchall()]
    drafts = [Draft.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row) for row in rows]
    found = next((draft for draft in drafts if draft.pk == token.id), None)
    if found is None:
        raise Draft.DoesNotExist
    found.others = [draft for draft in drafts if draft is not found]
    return found


def keep(token: Token, data: QueryDict) -> Draft:
    """Keep what was typed, unless the form was sent already. Returns the draft."""
    draft = claim(token)
    if draft.sent_at is None:
        draft.data = typed(data)
        draft.saved_at = clock.now()
        draft.save()
    return draft


def keep_for_absent(token: Token, data: QueryDict) -> None:
    """Keep the POST of somebody whose session has ended, acting as that person (A8)."""
    with bound(Actor(user_id=token.user_id)):
        keep(token, data)


def finish(draft: Draft, result: str, data: QueryDict) -> None:
    """Mark the form as sent: empty the text, keep its mark and the address of the result."""
    draft.data = {"sent": _mark(data)}
    draft.sent_at = clock.now()
    draft.result = result
    draft.save()


def supersede(draft: Draft, data: QueryDict) -> int:
    """Empty unfinished texts of the same form that hold nothing beyond what was just sent.

    A page that was left kept its half-typed form, which is of no use once the whole is sent. A text
    with another word is kept, and shown again. ``draft`` was claimed. Returns how many went.
    """
    sent = typed(data)
    gone = [row.pk for row in draft.others if _adds_nothing(row.data, sent)]
    return Draft.objects.filter(pk__in=gone).update(data={}, saved_at=clock.now()) if gone else 0


def _adds_nothing(half: dict[str, list[str]], sent: dict[str, list[str]]) -> bool:
    blank: tuple[list[str], ...] = ([], [""])
    return all(words in blank or words == sent.get(name) for name, words in half.items())


def is_resent(draft: Draft, data: QueryDict) -> bool:
    """Whether the form that was sent already arrives again with the very same words."""
    return bool(draft.data.get("sent") == _mark(data))


def _mark(data: QueryDict) -> str:
    """A keyed mark of the typed text: tells the same text from another, and cannot be read."""
    text = json.dumps(typed(data), sort_keys=True)
    return salted_hmac("relais.draft.sent", text, algorithm="sha256").hexdigest()


def discard(user: Any, form: str, object_key: object = "") -> int:
    """Throw the person's own unfinished text away. Returns how many drafts went."""
    rows = Draft.objects.visible_to(user).filter(
        form=form, object_key=str(object_key), sent_at__isnull=True
    )
    return rows.exclude(data={}).update(data={}, saved_at=clock.now())
