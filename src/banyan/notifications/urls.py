from __future__ import annotations

from django.urls import path

from banyan.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<int:notice_id>/", views.notice, name="notice"),
    path("me/notices/", views.preferences, name="preferences"),
]
