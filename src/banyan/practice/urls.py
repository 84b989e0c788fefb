from __future__ import annotations

from django.urls import path

from banyan.practice import views

app_name = "practice"

urlpatterns = [
    path("submissions/", views.submissions, name="submissions"),
    path("submissions/<int:pk>/", views.submission, name="submission"),
    path("submissions/<int:pk>/assign/", views.assign, name="assign"),
    path("submissions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("submissions/<int:pk>/decide/", views.decide, name="decide"),
    path("submissions/<int:pk>/dispute/", views.dispute_raise, name="dispute_raise"),
    path("disputes/<int:pk>/", views.dispute, name="dispute"),
    path("disputes/<int:pk>/withdraw/", views.dispute_withdraw, name="dispute_withdraw"),
    path("readings/", views.readings, name="readings"),
    path("readings/<int:pk>/", views.reading, name="reading"),
    path("readings/<int:pk>/give-back/", views.give_back, name="give_back"),
    path("readings/<int:pk>/change/", views.change, name="change"),
    path("readings/<int:pk>/release/", views.release, name="release"),
    path("mentorships/<int:pk>/steps/<str:spelling>/submission/", views.of_step, name="of_step"),
]
