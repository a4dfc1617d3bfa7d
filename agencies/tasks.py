"""Thin tasks about accounts: an id in, a mail out. Running one twice sends the mail twice."""

from celery import shared_task

from agencies import mail


@shared_task
def send_account_mail(kind, user_id):
    """Send one mail about an account (invitation, reset, change)."""
    mail.send(kind, user_id)
