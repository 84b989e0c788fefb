from __future__ import annotations

from django.urls import path

from banyan.practice.views import hub, submissions

app_name = "practice"

urlpatterns = [
    path("practice/", hub.practice, name="practice"),
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/assign/", submissions.assign, name="assign"),
    path("submissions/<int:pk>/withdraw/", submissions.withdraw, name="withdraw"),
    path("submissions/<int:pk>/decide/", submissions.decide, name="decide"),
    path("submissions/<int:pk>/dispute/", submissions.dispute_raise, name="dispute_raise"),
    path("disputes/<int:pk>/", submissions.dispute, name="dispute"),
    path("disputes/<int:pk>/withdraw/", submissions.dispute_withdraw, name="dispute_withdraw"),
    path("readings/", submissions.readings, name="readings"),
    path("readings/<int:pk>/", submissions.reading, name="reading"),
    path("readings/<int:pk>/give-back/", submissions.give_back, name="give_back"),
    path("readings/<int:pk>/change/", submissions.change, name="change"),
    path("readings/<int:pk>/release/", submissions.release, name="release"),
    path(
        "mentorships/<int:pk>/steps/<str:spelling>/submission/", submissions.of_step, name="of_step"
    ),
]
