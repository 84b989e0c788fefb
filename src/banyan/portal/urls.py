from __future__ import annotations

from django.urls import path

from banyan.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("me/who-sees-what/", views.who_sees_what, name="who_sees_what"),
    path("me/who-sees-what/<str:kind>/", views.who_sees_kind, name="who_sees_kind"),
]
