"""Backups: a sealed copy of the database, its restoring, and the drill that proves it (K3, P13).

A backup is two files of one name: ``NAME.age``, a dump by pg_dump sealed to a public key whose
private half is kept elsewhere, and ``NAME.json``, which tells what must be in it: rows by table,
migrations, a mark of policies and rights. The field keys are in neither.
"""


class BackupError(Exception):
    """Why a backup cannot be taken or restored: one sentence that an operator can act upon."""
