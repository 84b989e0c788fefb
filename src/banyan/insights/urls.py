from __future__ import annotations

from django.urls import path

from banyan.insights import views

app_name = "insights"

urlpatterns = [
    path("numbers/", views.numbers, name="numbers"),
    path("insights/trouble/", views.trouble, name="trouble"),
    path("insights/programmes/<slug:code>/", views.programme, name="programme"),
    path("insights/programmes/<slug:code>/fit/", views.fit, name="fit"),
    path("insights/cohorts/<int:pk>/", views.cohort, name="cohort"),
    path("insights/cohorts/<int:pk>/indicators/", views.indicators, name="indicators"),
    path("insights/cohorts/<int:pk>/<slug:key>/", views.stage, name="stage"),
    path("insights/well-being/", views.well_being, name="well_being"),
    path("insights/schools/", views.schools, name="schools"),
    path("insights/schools/<int:pk>/", views.place, name="place"),
    path("insights/schools/<int:pk>/table.csv", views.place_csv, name="place_csv"),
]
