"""manage.py create_first_administrator: by a link; no password on a screen or in a file."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from agencies import authorisations, decisions, invitations
from agencies.models import Duty, DutyKind, User
from common import clock


class Command(BaseCommand):
    help = (
        "Opens the first administrator's account and prints a link, valid once and for some days,"
        " on which they choose their passphrase. Refuses when there is an administrator already."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="e-mail address of the administrator")
        parser.add_argument("--name", default="", help="name shown (the address without it)")
        parser.add_argument("--language", choices=User.Language.values, default="fr")

    def handle(self, *args, email, name, language, **options):
        email = User.objects.normalize_email(email)
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address.") from error
        user = self._open(email, name, language)
        ends = clock.in_zone(user.invitation_ends_at, timezone.get_default_timezone())
        self.stdout.write(f"Open this link until {ends:%Y-%m-%d %H:%M}; it works once:\n")
        self.stdout.write(invitations.url(user))

    @transaction.atomic
    def _open(self, email, name, language):
        holders = Duty.objects.filter(kind=DutyKind.ADMINISTRATOR).active_on(clock.today())
        if holders.filter(user__is_active=True, user__invited_at=None).exists():
            raise CommandError(
                "There is an administrator already: they invite others in the administration."
            )
        user, _new = User.objects.get_or_create(
            email=email, defaults={"full_name": name or email, "language": language}
        )
        Duty.objects.get_or_create(
            user=user, kind=DutyKind.ADMINISTRATOR, until=None, defaults={"since": clock.today()}
        )
        # The one power that nobody else gives: the exception is written as such (X40).
        authorisations.record("first_administrator", user, by=None)
        try:
            return decisions.invite(user, by_mail=False)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
