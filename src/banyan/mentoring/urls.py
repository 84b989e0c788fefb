from __future__ import annotations

from django.urls import path

from banyan.mentoring.views import mentorships, requests

app_name = "mentoring"

urlpatterns = [
    # mentorships
    path("mentorships/", mentorships.mentorships, name="mentorships"),
    path("mentorships/<int:pk>/", mentorships.mentorship, name="mentorship"),
    *[
        path(f"mentorships/<int:pk>/{verb}/", mentorships.act, {"verb": verb}, f"mentorship_{verb}")
        for verb in mentorships.VERBS
    ],
    # requests
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.request_new, name="request_new"),
    path("requests/<int:pk>/", requests.request, name="request"),
    path("requests/<int:pk>/accept/", requests.request_accept, name="request_accept"),
    path("requests/<int:pk>/decline/", requests.request_decline, name="request_decline"),
    path("requests/<int:pk>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    # sessions
]
