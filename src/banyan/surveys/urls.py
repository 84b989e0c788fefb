from __future__ import annotations

from django.urls import path

from banyan.surveys import views

app_name = "surveys"

urlpatterns = [
    path("sessions/<int:pk>/feedback/", views.feedback, name="feedback"),
    path("sessions/<int:pk>/feedback/change/", views.change_feedback, name="change_feedback"),
    path("feedback/", views.own, name="own"),
    path("feedback/themes/", views.themes, name="themes"),
    path("feedback/confidences/<int:pk>/", views.confidence, name="confidence"),
]
