from __future__ import annotations

from django.urls import path

from banyan.surveys import views

app_name = "surveys"

urlpatterns = [
    path("sessions/<int:pk>/feedback/", views.feedback, name="feedback"),
    path("sessions/<int:pk>/feedback/change/", views.change_feedback, name="change_feedback"),
    path("mentorships/<int:pk>/fit/", views.fit, name="fit"),
    path("mentorships/<int:pk>/fit/change/", views.change_fit, name="change_fit"),
    path("mentorships/<int:pk>/fit/not-now/", views.fit_not_now, name="fit_not_now"),
    path("feedback/", views.own, name="own"),
    path("feedback/themes/", views.themes, name="themes"),
    path("feedback/confidences/<int:pk>/", views.confidence, name="confidence"),
]
