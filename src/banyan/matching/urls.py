from __future__ import annotations

from django.urls import path

from banyan.matching import views
from banyan.matching.views import (
    apart,
    choosing,
    gender,
    listing,
    lotteries,
    opening,
    rematches,
    rotas,
    supply,
)

app_name = "matching"

urlpatterns = [
    path("cohorts/<int:cohort_id>/rounds/", opening.rounds, name="rounds"),
    path("cohorts/<int:cohort_id>/rounds/open/", opening.open_round, name="open"),
    path("cohorts/<int:cohort_id>/supply/", supply.supply, name="supply"),
    path("cohorts/<int:cohort_id>/choose/", choosing.choose, name="choose"),
    path("cohorts/<int:cohort_id>/choose/<int:place_id>/", choosing.ask, name="choose_ask"),
    path(
        "cohorts/<int:cohort_id>/pair-requests/", choosing.cohort_requests, name="cohort_requests"
    ),
    path("cohorts/<int:cohort_id>/short-meetings/", rotas.rotas, name="rotas"),
    path("cohorts/<int:cohort_id>/short-meetings/new/", rotas.new, name="rota_new"),
    path("short-meetings/", rotas.mine, name="short_meetings"),
    path("short-meetings/<int:pk>/", rotas.rota, name="rota"),
    path("short-meetings/<int:pk>/table.csv", rotas.table_csv, name="rota_csv"),
    path("short-meetings/<int:pk>/change/", rotas.change, name="rota_change"),
    path("short-meetings/<int:pk>/rooms/", rotas.rooms, name="rota_rooms"),
    path("short-meetings/<int:pk>/announce/", rotas.announce, name="rota_announce"),
    path("short-meetings/<int:pk>/cancel/", rotas.cancel, name="rota_cancel"),
    path("short-meetings/<int:pk>/hold/", rotas.hold, name="rota_hold"),
    path("short-meetings/<int:pk>/close/", rotas.close_answers, name="rota_close"),
    path("short-meetings/<int:pk>/people/", rotas.people, name="rota_people"),
    path("short-meetings/<int:pk>/people/<int:guest>/", rotas.mark, name="rota_mark"),
    path("short-meetings/<int:pk>/lay/", rotas.lay, name="rota_lay"),
    path("short-meetings/<int:pk>/mine/", rotas.own, name="rota_own"),
    path("short-meetings/<int:pk>/mine/answers/", rotas.impressions, name="impressions"),
    path("programmes/<slug:code>/apart/", apart.own, name="apart"),
    path("cohorts/<int:cohort_id>/gender/", gender.own, name="gender"),
    path("rounds/<int:pk>/in-confidence/", apart.asked, name="in_confidence"),
    path("pair-requests/", choosing.pair_requests, name="pair_requests"),
    path("pair-requests/<int:pk>/", choosing.pair_request, name="pair_request"),
    path("pair-requests/<int:pk>/agree/", choosing.agree, name="pair_agree"),
    path("pair-requests/<int:pk>/decline/", choosing.decline, name="pair_decline"),
    path("pair-requests/<int:pk>/withdraw/", choosing.withdraw, name="pair_withdraw"),
    path("pair-requests/<int:pk>/approve/", choosing.approve, name="pair_approve"),
    path("pair-requests/<int:pk>/refuse/", choosing.refuse, name="pair_refuse"),
    path("rounds/<int:pk>/", views.workbench, name="round"),
    path("rounds/<int:pk>/mentors/", views.mentors, name="mentors"),
    path("rounds/<int:pk>/audit/", views.audit, name="audit"),
    path("rounds/<int:pk>/audit.csv", views.audit_csv, name="audit_csv"),
    path("rounds/<int:pk>/aim/", views.aim, name="aim"),
    path("rounds/<int:pk>/wishes/", views.wishes, name="wishes"),
    path("rounds/<int:pk>/teachers/<int:teacher_id>/", views.teacher, name="teacher"),
    path(
        "rounds/<int:pk>/teachers/<int:teacher_id>/mentors/<int:mentor_id>/",
        views.move,
        name="move",
    ),
    path(
        "rounds/<int:pk>/teachers/<int:teacher_id>/mentors/<int:mentor_id>/pin/",
        views.pin,
        name="pin",
    ),
    path(
        "rounds/<int:pk>/teachers/<int:teacher_id>/mentors/<int:mentor_id>/forbid/",
        views.forbid,
        name="forbid",
    ),
    path(
        "rounds/<int:pk>/teachers/<int:teacher_id>/mentors/<int:mentor_id>/clear/",
        views.clear_wish,
        name="clear_wish",
    ),
    path("rounds/<int:pk>/lists/open/", listing.open_lists, name="open_lists"),
    path("rounds/<int:pk>/lists/close/", listing.close_lists, name="close_lists"),
    path("rounds/<int:pk>/list/<str:side>/", listing.own_list, name="own_list"),
    path("rounds/<int:pk>/compute/", views.compute, name="compute"),
    path("rounds/<int:pk>/publish/", views.publish, name="publish"),
    path("rounds/<int:pk>/discard/", views.discard, name="discard"),
    path("rounds/<int:pk>/lottery/", lotteries.lottery, name="lottery"),
    path("rounds/<int:pk>/lottery/freeze/", lotteries.freeze, name="freeze"),
    path("lotteries/", lotteries.told, name="lotteries"),
    path("lotteries/<int:pk>/draw/", lotteries.draw, name="draw"),
    path("lotteries/<int:pk>/set-aside/", lotteries.set_aside, name="set_aside"),
    path("lotteries/<int:pk>/list/", lotteries.frozen_list, name="frozen_list"),
    path("lotteries/<int:pk>/groups/", lotteries.take_out, name="take_out"),
    path("lotteries/<int:pk>/numbers/", lotteries.numbers, name="lottery_numbers"),
    path("lots/<int:pk>/", lotteries.lot, name="lot"),
    path("mentorships/<int:pk>/rematch/", rematches.rematch, name="rematch"),
    path(
        "mentorships/<int:pk>/rematch/<int:mentor_id>/", rematches.rematch_with, name="rematch_with"
    ),
    path("proposals/<int:pk>/", views.proposal, name="proposal"),
    path("proposals/<int:pk>/accept/", views.accept, name="accept"),
    path("proposals/<int:pk>/decline/", views.decline, name="decline"),
]
