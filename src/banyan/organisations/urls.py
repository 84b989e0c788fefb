from __future__ import annotations

from django.urls import path

from banyan.organisations.views import calendar, places, reporting

app_name = "organisations"
urlpatterns = [
    path("organisations/", places.index, name="index"),
    path("organisations/<int:pk>/", places.place, name="place"),
    path("organisations/<int:pk>/add/<str:level>/", places.add_place, name="add"),
    path("organisations/<int:pk>/change/", places.change_place, name="change"),
    path("organisations/<int:pk>/history/", places.history, name="history"),
    path("organisations/<int:pk>/people/", places.people, name="people"),
    path("organisations/<int:pk>/people/add/", places.add_person, name="add_person"),
    path("organisations/<int:pk>/calendar/", calendar.calendar, name="calendar"),
    path("organisations/<int:pk>/calendar/add/", calendar.add, name="calendar_add"),
    path("organisations/<int:pk>/calendar/file/", calendar.upload, name="calendar_file"),
    path("organisations/<int:pk>/calendar/apply/", calendar.apply, name="calendar_apply"),
    path("calendar-days/<int:pk>/drop/", calendar.drop, name="calendar_drop"),
    path("organisations/<int:pk>/import/", places.import_schools, name="import"),
    path("memberships/<int:pk>/end/", places.end_role, name="end_role"),
    path("memberships/<int:pk>/reporting/", reporting.reporting, name="reporting"),
    path("reporting-lines/<int:pk>/end/", reporting.end, name="end_reporting"),
    path("memberships/<int:pk>/invite/", places.invite, name="invite"),
    path("directory-imports/<int:pk>/", places.directory_import, name="directory_import"),
    path("directory-imports/<int:pk>/problems.csv", places.problems, name="problems"),
    path("directory-imports/<int:pk>/apply/", places.apply_import, name="apply_import"),
    path("directory-imports/<int:pk>/discard/", places.discard_import, name="discard_import"),
]
