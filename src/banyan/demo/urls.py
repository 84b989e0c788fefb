from __future__ import annotations

from django.urls import path

from banyan.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.personas, name="personas"),
    path("demo/programmes/", views.programmes, name="programmes"),
    path("demo/<slug:key>/", views.become, name="become"),
]
