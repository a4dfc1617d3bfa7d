"""The transfer of a case: the newest one, which the address of the case names."""

from __future__ import annotations

from casework.rows import Rows
from closure.transfer.models import Transfer

TAB = "closure:transfer"
PEOPLE = ("asked_by", "noted_by", "signed_by", "called_off_by")


class Latest(Rows):
    """Of which the newest of the case is meant."""

    def find(self, user, subject, **kwargs) -> Transfer | None:
        rows = Transfer.objects.visible_to(user).filter(case=subject)
        return rows.select_related(*PEOPLE).order_by("-asked_at", "-pk").first()

    def arguments(self, row) -> list:
        return [row.case_id]


TRANSFER = Latest(Transfer, tab=TAB, related=PEOPLE, about=lambda row: row.authority)
