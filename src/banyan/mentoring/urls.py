from __future__ import annotations

from django.urls import URLPattern

app_name = "mentoring"

urlpatterns: list[URLPattern] = [
    # mentorships
    # requests
    # sessions
]
