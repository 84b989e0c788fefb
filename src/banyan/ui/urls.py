from __future__ import annotations

from django.urls import path

from banyan.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
    path("sw.js", views.worker, name="worker"),
]
