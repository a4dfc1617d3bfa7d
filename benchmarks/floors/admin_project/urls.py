"""The admin: the list and the change page of files, narrowed by guardian."""

from django.contrib import admin
from django.urls import path
from guardian.shortcuts import get_objects_for_user

from admin_project.models import Agency, File


class FileAdmin(admin.ModelAdmin):
    list_display = ("reference", "family_name", "given_name", "state", "opened_at", "agency")
    list_filter = ("state",)
    list_select_related = ("agency",)
    list_per_page = 25  # as in the project's list

    def get_queryset(self, request):
        return get_objects_for_user(
            request.user, "admin_project.change_file", super().get_queryset(request),
            accept_global_perms=False,
        )  # fmt: skip


admin.site.register(File, FileAdmin)
admin.site.register(Agency)
urlpatterns = [path("admin/", admin.site.urls)]
