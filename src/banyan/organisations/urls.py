from __future__ import annotations

from django.urls import path

from banyan.organisations import views

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.index, name="index"),
    path("organisations/<int:pk>/", views.place, name="place"),
    path("organisations/<int:pk>/add/<str:level>/", views.add_place, name="add"),
    path("organisations/<int:pk>/change/", views.change_place, name="change"),
    path("organisations/<int:pk>/history/", views.history, name="history"),
    path("organisations/<int:pk>/people/", views.people, name="people"),
    path("organisations/<int:pk>/people/add/", views.add_person, name="add_person"),
    path("organisations/<int:pk>/import/", views.import_schools, name="import"),
    path("memberships/<int:pk>/end/", views.end_role, name="end_role"),
    path("memberships/<int:pk>/invite/", views.invite, name="invite"),
    path("directory-imports/<int:pk>/", views.directory_import, name="directory_import"),
    path("directory-imports/<int:pk>/problems.csv", views.problems, name="problems"),
    path("directory-imports/<int:pk>/apply/", views.apply_import, name="apply_import"),
    path("directory-imports/<int:pk>/discard/", views.discard_import, name="discard_import"),
]
