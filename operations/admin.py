"""The administration's allow-list of models; a test names each of them (C1)."""

from django import forms
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse

from agencies import admin as people
from agencies.models import Absence, Agency, Channel, Duty, User
from casework.models import Code, LocalHoliday, TerritoryProfile
from common.day_field import for_column
from common.windows import PLANNED
from operations.admin_site import NoShortcuts, SettingsAdmin, site
from operations.departures import pages as departures
from operations.departures.decisions import leave


@admin.register(Agency, site=site)
class AgencyAdmin(people.AgencyAdmin, SettingsAdmin):
    pass


@admin.register(User, site=site)
class UserAdmin(people.UserAdmin, SettingsAdmin):
    """People; before somebody leaves, what they hold is shown and handed over (X18)."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        page = self._asked_before(request, object_id) if request.method == "POST" else None
        return page or super().changeform_view(request, object_id, form_url, extra_context)

    def _asked_before(self, request, object_id):
        before = self.get_object(request, object_id) if object_id else None
        if before is None or not self.has_change_permission(request, before):
            return None
        form_class = self.get_form(request, before, change=True)
        form = form_class(request.POST, instance=self.get_object(request, object_id))
        if not form.is_valid():
            return None
        context = self.admin_site.each_context(request)
        return departures.asked_before(request, before, form.instance, context)

    def save_model(self, request, obj, form, change):
        handovers = getattr(request, "handovers", None)
        if handovers is None:
            super().save_model(request, obj, form, change)
        else:
            leave(obj, by=request.user, handovers=handovers)


@admin.register(Duty, site=site)
class DutyAdmin(people.DutyAdmin, SettingsAdmin):
    pass


class PostInline(people.PostInline, NoShortcuts, admin.TabularInline):
    """The posts of a channel; ending one is a tick of its own, and the right is the channel's."""

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    has_change_permission = has_view_permission

    def has_add_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Channel, site=site)
class ChannelAdmin(people.ChannelAdmin, SettingsAdmin):
    inlines = [PostInline]


@admin.register(Absence, site=site)
class AbsenceAdmin(people.AbsenceAdmin, SettingsAdmin):
    kept = False


@admin.register(TerritoryProfile, site=site)
class TerritoryProfileAdmin(SettingsAdmin):
    """The settings: one row, so that its list opens its form; made when first saved."""

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not TerritoryProfile.objects.exists()

    def changelist_view(self, request, extra_context=None):
        if TerritoryProfile.objects.exists():
            return redirect(reverse("admin:casework_territoryprofile_change", args=[1]))
        return redirect(reverse("admin:casework_territoryprofile_add"))

    def save_model(self, request, obj, form, change):
        obj.pk = 1
        super().save_model(request, obj, form, change)


@admin.register(Code, site=site)
class CodeAdmin(SettingsAdmin):
    """Entries of code lists; their code is fixed, as records and histories hold it."""

    list_display = ["code", "kind", "label_fr", "label_en", "position", "active"]
    list_filter = ["kind", "active"]
    ordering = ["kind", "position"]

    def get_readonly_fields(self, request, obj=None):
        return ["kind", "code"] if obj else []


class LocalHolidayForm(forms.ModelForm):
    """A day off, some years ahead at most."""

    day = for_column(LocalHoliday, "day", PLANNED)


@admin.register(LocalHoliday, site=site)
class LocalHolidayAdmin(SettingsAdmin):
    form = LocalHolidayForm
    list_display = ["day", "name"]
    deletable = True
