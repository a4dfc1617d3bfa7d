"""Who may read a record, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from casework.models import Record, Relationship


def audience_words(record: Record, named: Iterable[str]) -> str:
    """Who may read the record, in words."""
    if record.withdrawn_at:
        return _("you only, withdrawn")
    if record.misplaced_at:
        return _("its author and the coordinators")
    return words_of(record, named)


def words_of(row: Record | Relationship, named: Iterable[str]) -> str:
    """Whom the audience of a row names, in words."""
    if row.audience == Record.Audience.TEAM:
        return _("whole team")
    if row.audience == Record.Audience.OWN:
        return _("%(agency)s only") % {"agency": row.agency.short_name}
    agencies = ", ".join([row.agency.short_name, *named])
    return _("%(agencies)s and the coordinators") % {"agencies": agencies}
