"""The administration: an allow-list of people and settings, never a case (C1, C2, B4, B5)."""

import re
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet, PermissionDenied, SuspiciousOperation
from django.template.response import TemplateResponse
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from agencies import authorisations
from agencies.models import DutyKind
from agencies.views.account import SignOut
from operations import health as operations_health

# What a filter of a list asks: one of its choices, the number of a row, a part of a day.
CHOSEN = re.compile(r"[A-Za-z_]{0,40}|[0-9]{1,9}")
PART_OF_A_DAY = re.compile(r"[0-9]{1,3}|[1-8][0-9]{3}")
LONGEST_QUERY = 500


class RelaisAdminSite(admin.AdminSite):
    """Open to administrators, who sign in as everybody does.

    No link into other models' rows, no completion, no list of every app, no page of histories.
    """

    site_header = site_title = _("Relais administration")
    index_title = _("People and settings")
    enable_nav_sidebar = False
    final_catch_all_view = False

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.has_duty(DutyKind.ADMINISTRATOR)

    def admin_view(self, view, cacheable=False):
        """403 for a signed-in person without the duty; others are sent to sign in before."""
        shown = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if not self.has_permission(request):
                raise PermissionDenied
            refuse_nonsense(request)
            return shown(request, *args, **kwargs)

        return guarded

    def each_context(self, request):
        """Every page warns when nobody would be told of what is given here (X40)."""
        may = self.has_permission(request)
        unseen = may and authorisations.told_to_nobody(request.user)
        return super().each_context(request) | {"told_to_nobody": unseen}

    def get_urls(self):
        labels = sorted({model._meta.app_label for model in self._registry})
        return [
            path("", self.admin_view(self.index), name="index"),
            path("logout/", SignOut.as_view(), name="logout"),
            path(
                "password_change/",
                RedirectView.as_view(pattern_name="agencies:passphrase"),
                name="password_change",
            ),
            path("health/", self.admin_view(self.health), name="health"),
            path("jsi18n/", self.admin_view(self.i18n_javascript), name="jsi18n"),
            *(
                path(f"{model._meta.app_label}/{model._meta.model_name}/", include(shown.urls))
                for model, shown in self._registry.items()
            ),
            re_path(
                rf"^(?P<app_label>{'|'.join(labels)})/$",
                self.admin_view(self.app_index),
                name="app_list",
            ),
        ]

    def health(self, request):
        """The page of the running parts (J6), without a word of any file."""
        found = operations_health.points()
        unwell = sum(point.state != operations_health.OK for point in found)
        told = {"title": _("Health"), "points": found, "unwell": unwell}
        return TemplateResponse(request, "admin/health.html", self.each_context(request) | told)

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            if app["app_label"] == "casework":
                app["name"] = _("Settings of the territory")
        return apps


class BoundedList(ChangeList):
    """A list filtered by days; a day that no calendar has filters nothing."""

    def get_filters(self, request):
        try:
            return super().get_filters(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters from error

    def get_queryset(self, request, exclude_parameters=None):
        rows = super().get_queryset(request, exclude_parameters)
        try:
            rows.query.get_compiler(using=rows.db).as_sql()
        except EmptyResultSet:
            return rows
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters from error
        return rows


def refuse_nonsense(request):
    """Raise SuspiciousOperation (400) on a query that no page of ours makes (X53)."""
    for name in request.GET:
        for value in (name, *request.GET.getlist(name)):
            if "\x00" in value or len(value) > LONGEST_QUERY:
                raise SuspiciousOperation("A query of the administration is not one of its own.")


if TYPE_CHECKING:
    _Options = admin.options.BaseModelAdmin
else:
    _Options = object


class NoShortcuts(_Options):
    """A choice of another model's row, without links to add, change or delete it (C2)."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class SettingsAdmin(NoShortcuts, admin.ModelAdmin):
    """The base of all: administrators alone, nothing is deleted, the log keeps no words."""

    actions: Any = None
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    deletable = False
    kept = True  # what stood before in a setting; not of a person's own days
    dropped_routes = ("_history", "_delete")
    lookups = ()

    def get_changelist(self, request, **kwargs):
        return BoundedList

    def get_urls(self):
        dropped = ("_history",) if self.deletable else self.dropped_routes
        named = [route for route in super().get_urls() if route.name]
        return [route for route in named if not str(route.name).endswith(dropped)]

    def lookup_allowed(self, lookup, value, request=None):
        """Whether an address may filter by that field: its own filters and ``lookups`` (X40).

        Django allows any field of the model, a passphrase's hash letter by letter.
        """
        if lookup in self._parts_of_a_day():
            return bool(PART_OF_A_DAY.fullmatch(value)) and int(value) > 0
        return lookup in self._filters() and bool(CHOSEN.fullmatch(value))

    def _parts_of_a_day(self):
        day = self.date_hierarchy
        return {f"{day}__{part}" for part in ("year", "month", "day")} if day else set()

    def _filters(self):
        asked = set(self.lookups)
        for name in self.list_filter:
            key = "__id__exact" if self.opts.get_field(str(name)).is_relation else "__exact"
            asked |= {f"{name}{key}", f"{name}__isnull"}
        return asked

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.deletable and self.admin_site.has_permission(request)

    def save_model(self, request, obj, form, change):
        """Save a setting, and keep what stood before (X30)."""
        before = type(obj).objects.filter(pk=obj.pk).first() if change and self.kept else None
        super().save_model(request, obj, form, change)
        authorisations.record_setting(obj, _changed(before, obj), by=request.user)

    def log_addition(self, request, obj, message):
        return _log(request, obj, ADDITION)

    def log_change(self, request, obj, message):
        return _log(request, obj, CHANGE)

    def log_deletions(self, request, queryset):
        return [_log(request, obj, DELETION) for obj in queryset]


def _changed(before, after):
    """By column (what stood before, what stands now), in the words that a form shows."""
    if before is None:
        return {}
    found = {}
    for field in after._meta.concrete_fields:
        was, now = (field.value_to_string(row) for row in (before, after))
        if was != now:
            found[field.name] = (was, now)
    return found


def _log(request, obj, flag):
    """Log who changed which row and when, without its words."""
    return LogEntry.objects.create(
        user_id=request.user.pk,
        content_type=ContentType.objects.get_for_model(obj, for_concrete_model=False),
        object_id=obj.pk,
        object_repr=f"{obj._meta.label_lower} {obj.pk}",
        action_flag=flag,
        change_message="",
    )


site = RelaisAdminSite(name="admin")
