from __future__ import annotations

from django.urls import path

from banyan.people import views

app_name = "people"
urlpatterns = [
    path("me/", views.me, name="me"),
    # The address of Django's own view, which stands below: a person's choice is also recorded.
    path("language/setlang/", views.set_language, name="set_language"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("invitations/<str:token>/code/", views.invitation_code, name="invitation_code"),
]
