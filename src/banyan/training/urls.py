from __future__ import annotations

from django.urls import path

from banyan.training.views import attendance, planning, workshops

app_name = "training"

urlpatterns = [
    path("workshops/", workshops.workshops, name="workshops"),
    path("workshops/<int:pk>/", workshops.workshop, name="workshop"),
    path("workshops/<int:pk>/by-link/<slug:token>/", workshops.by_link, name="by_link"),
    path("workshops/<int:pk>/seat/take/", workshops.take_seat, name="take_seat"),
    path("workshops/<int:pk>/seat/give-back/", workshops.give_seat_back, name="give_seat_back"),
    path("workshops/<int:pk>/seat/move/", workshops.move_seat, name="move_seat"),
    path("workshops/seats/<int:pk>/free/", planning.free_seat, name="free_seat"),
    path("workshops/<int:pk>/come/", attendance.come, name="come"),
    path("workshops/<int:pk>/people/", attendance.people_page, name="people"),
    path("workshops/<int:pk>/people/take-out/", attendance.take_out, name="take_out"),
    path("workshops/<int:pk>/change/", planning.change, name="change"),
    path("workshops/<int:pk>/open/", planning.open_it, name="open"),
    path("workshops/<int:pk>/hold/", planning.hold, name="hold"),
    path("workshops/<int:pk>/cancel/", planning.cancel, name="cancel"),
    path("workshops/<int:pk>/link/renew/", planning.renew_link, name="renew_link"),
    path("workshops/<int:pk>/sites/new/", planning.add_site, name="add_site"),
    path("workshops/<int:pk>/recording/", planning.recording, name="recording"),
    path("workshops/<int:pk>/resources/new/", planning.add_resource, name="add_resource"),
    path(
        "workshops/<int:pk>/resources/<int:resource>/drop/",
        planning.drop_resource,
        name="drop_resource",
    ),
    path("workshops/sites/<int:pk>/change/", planning.change_site, name="change_site"),
    path("workshops/sites/<int:pk>/days/new/", planning.add_day, name="add_day"),
    path("workshops/days/<int:pk>/change/", planning.change_day, name="change_day"),
    path("workshops/days/<int:pk>/drop/", planning.drop_day, name="drop_day"),
    path("workshops/days/<int:pk>/attendance/", attendance.presence, name="presence"),
    path("workshops/days/<int:pk>/code/", attendance.code, name="code"),
    path("programmes/<slug:code>/workshops/", planning.of_programme, name="of_programme"),
    path("programmes/<slug:code>/workshops/new/", planning.plan, name="plan"),
]
