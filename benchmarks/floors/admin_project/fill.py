"""10,000 files, 30 agencies, 300 people, and somebody with a right on each file; prints a session.

Run as ``python -m admin_project.fill``.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

FILES, AGENCIES, PEOPLE = 10_000, 30, 300


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "admin_project.settings")
    import django

    django.setup()
    from django.contrib.auth.models import Permission, User
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone
    from guardian.models import UserObjectPermission

    from admin_project.models import Agency, File

    for app in ("auth", "contenttypes"):  # files point to people, and have no migrations
        call_command("migrate", app, verbosity=0, interactive=False)
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    if not File.objects.exists():
        agencies = Agency.objects.bulk_create(Agency(name=f"Service {n}") for n in range(AGENCIES))
        people = User.objects.bulk_create(User(username=f"p{n}") for n in range(PEOPLE))
        reader = User.objects.create(username="reader", is_staff=True)
        rights = Permission.objects.filter(codename__in=("view_file", "change_file"))
        reader.user_permissions.set(rights)
        files = File.objects.bulk_create(
            File(
                reference=f"B{n}", family_name=f"Nom {n}", given_name="Prénom",
                state=("analysis", "active", "ended")[n % 3],
                opened_at=timezone.now() - timedelta(hours=n), agency=agencies[n % AGENCIES],
                responsible=people[n % PEOPLE], situation="Une situation, en quelques mots. " * 20,
            )
            for n in range(FILES)
        )  # fmt: skip
        UserObjectPermission.objects.bulk_create(
            UserObjectPermission(
                user=reader, permission=right, object_pk=str(file.pk),
                content_type=right.content_type,
            )
            for file in files
            for right in rights
        )  # fmt: skip
    client = Client()
    client.force_login(
        User.objects.get(username="reader"), backend="django.contrib.auth.backends.ModelBackend"
    )
    sys.stdout.write(client.cookies["sessionid"].value)


if __name__ == "__main__":
    main()
