from __future__ import annotations

from django.urls import path

from banyan.interop.calendar import views

app_name = "calendar"

urlpatterns = [
    path("sessions/<int:pk>/calendar.ics", views.session, name="session"),
    path("calendar/<slug:token>.ics", views.feed, name="feed"),
    path("me/calendar/", views.address, name="address"),
    path("me/calendar/make/", views.make, name="make"),
    path("me/calendar/remove/", views.remove, name="remove"),
]
