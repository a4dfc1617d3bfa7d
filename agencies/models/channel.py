from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.narrowing import OPEN
from common.sorting import Sorted, SortKey


class Channel(Sorted):
    """A way in which signals come (S24, S25): its receivers, deputies and hours."""

    ACCESS = OPEN

    class Kind(models.TextChoices):
        HOTLINE = "hotline", _("Hotline")
        MAIL = "mail", _("Mail")
        DESK = "desk", _("Desk")
        PARTNER = "partner", _("Partner agency")
        PUBLIC_FORM = "public_form", _("Public form")

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_key = SortKey("name")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    hours = models.TextField(_("opening hours"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        indexes = [models.Index(fields=["name_key"], name="channel_name_key")]

    def __str__(self) -> str:
        return self.name


class ChannelPost(models.Model):
    """A person's post on a channel; the lowest position is asked first."""

    ACCESS = OPEN

    class Post(models.TextChoices):
        RECEIVER = "receiver", _("Receiver")
        DEPUTY = "deputy", _("Deputy")

    channel = models.ForeignKey(
        Channel,
        verbose_name=_("channel"),
        on_delete=models.CASCADE,
        related_name="posts",
        db_index=False,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="posts",
    )
    post = models.CharField(_("post"), max_length=10, choices=Post)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["channel", "position", "pk"]
        verbose_name = _("post on a channel")
        verbose_name_plural = _("posts on channels")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "user"],
                name="channel_post_once",
                violation_error_message=_("This person already has a post on this channel."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_post_display()
