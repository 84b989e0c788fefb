from __future__ import annotations

from django.urls import path

from banyan.interop.meetings import views

app_name = "meetings"

urlpatterns = [
    path("sessions/<int:pk>/recording/", views.recording, name="recording"),
    path("sessions/<int:pk>/recording/agree/", views.agree, name="recording_agree"),
    path("sessions/<int:pk>/recording/take-back/", views.take_back, name="recording_take_back"),
]
