from __future__ import annotations

from django.urls import path

from banyan.practice.views import (
    filming,
    hub,
    observations,
    observing,
    portfolio,
    submissions,
    uploads,
    videos,
)

app_name = "practice"

urlpatterns = [
    path("practice/", hub.practice, name="practice"),
    path("observations/", observations.observations, name="observations"),
    path("observations/new/", observations.observation_new, name="observation_new"),
    path("observations/<int:pk>/", observations.observation, name="observation"),
    path("observations/<int:pk>/plan/", observations.observation_plan, name="observation_plan"),
    path("observations/<int:pk>/write/", observations.observation_write, name="observation_write"),
    path("observations/<int:pk>/tools/", observing.observation_tools, name="observation_tools"),
    path(
        "observations/<int:pk>/evidence/",
        observing.observation_evidence,
        name="observation_evidence",
    ),
    path("observations/<int:pk>/agree/", observations.agree, name="observation_agree"),
    path("observations/<int:pk>/replan/", observations.replan, name="observation_replan"),
    path("observations/<int:pk>/call-off/", observations.call_off, name="observation_call_off"),
    path("observations/<int:pk>/analyse/", observations.analyse, name="observation_analyse"),
    path("observations/<int:pk>/close/", observations.close, name="observation_close"),
    path("portfolio/", portfolio.choose, name="portfolio"),
    path("portfolio/print/", portfolio.print_page, name="portfolio_print"),
    path("portfolio/portfolio.pdf", portfolio.file, name="portfolio_file"),
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/assign/", submissions.assign, name="assign"),
    path("submissions/<int:pk>/withdraw/", submissions.withdraw, name="withdraw"),
    path("submissions/<int:pk>/decide/", submissions.decide, name="decide"),
    path("submissions/<int:pk>/dispute/", submissions.dispute_raise, name="dispute_raise"),
    path("disputes/<int:pk>/", submissions.dispute, name="dispute"),
    path("disputes/<int:pk>/withdraw/", submissions.dispute_withdraw, name="dispute_withdraw"),
    path("readings/", submissions.readings, name="readings"),
    path("readings/<int:pk>/", submissions.reading, name="reading"),
    path("readings/<int:pk>/give-back/", submissions.give_back, name="give_back"),
    path("readings/<int:pk>/change/", submissions.change, name="change"),
    path("readings/<int:pk>/release/", submissions.release, name="release"),
    path(
        "mentorships/<int:pk>/steps/<str:spelling>/submission/", submissions.of_step, name="of_step"
    ),
    path("videos/", videos.videos, name="videos"),
    path("videos/new/", videos.video_new, name="video_new"),
    path("videos/consents/new/", filming.consent_new, name="filming_new"),
    path("videos/consents/<int:pk>/", filming.consent, name="filming_consent"),
    path("videos/consents/<int:pk>/withdraw/", filming.consent_withdraw, name="filming_withdraw"),
    path("videos/uploads/", uploads.uploads, name="uploads"),
    path("videos/uploads/<str:token>/", uploads.upload, name="upload"),
    path("videos/uploads/<str:token>/cancel/", uploads.upload_cancel, name="upload_cancel"),
    path("videos/of-record/<int:pk>/", videos.of_record, name="video_of_record"),
    path("videos/<int:pk>/", videos.video, name="video"),
    path("videos/<int:pk>/file/", videos.video_file, name="video_file"),
    path("videos/<int:pk>/remark/", videos.video_remark, name="video_remark"),
    path("videos/<int:pk>/share/", videos.video_share, name="video_share"),
    path("videos/<int:pk>/delete/", videos.video_delete, name="video_delete"),
]
