from __future__ import annotations

from django.urls import path

from banyan.credentials.views import attendance, cohort_ledger, hours, ledger, programmes, stipends
from banyan.credentials.views import pairs as views

app_name = "credentials"

PAIR = "mentorships/<int:pk>/"
PROGRAMME = "programmes/<slug:code>/"
ONE = "certificates/<str:certificate>"

urlpatterns = [
    path(PROGRAMME + "papers/", programmes.overview, name="papers"),
    path(PROGRAMME + "papers/<slug:document>/", programmes.of_document, name="of_document"),
    path(PROGRAMME + "papers/<slug:document>/begin/", programmes.begin, name="begin_paper"),
    path("papers/<int:pk>/", programmes.paper, name="paper"),
    path("papers/<int:pk>/paper.pdf", programmes.paper_pdf, name="paper_pdf"),
    path("papers/<int:pk>/write/", programmes.write, name="write_paper"),
    path("papers/<int:pk>/sign/", programmes.approve, name="approve_paper"),
    *[
        path(
            f"papers/<int:pk>/{verb.replace('_', '-')}/",
            programmes.move,
            {"verb": verb},
            name=f"paper_{verb}",
        )
        for verb in programmes.MOVES
    ],
    path("ledger/", ledger.own, name="ledgers"),
    path("people/<int:person_id>/ledger/", ledger.of_person, name="person_ledger"),
    path(PAIR + "ledger/", ledger.of_pair, name="ledger"),
    path(PAIR + "ledger/ledger.csv", ledger.of_pair_csv, name="ledger_csv"),
    path(PROGRAMME + "ledger/", cohort_ledger.of_programme, name="programme_ledger"),
    path(
        PROGRAMME + "ledger/ledger.csv",
        cohort_ledger.of_programme_csv,
        name="programme_ledger_csv",
    ),
    path("cohorts/<int:pk>/ledger/", cohort_ledger.of_cohort, name="cohort_ledger"),
    path(
        "cohorts/<int:pk>/ledger/ledger.csv", cohort_ledger.of_cohort_csv, name="cohort_ledger_csv"
    ),
    path("stipends/", stipends.own, name="own_stipends"),
    path("cohorts/<int:pk>/stipends/", stipends.of_cohort, name="stipends"),
    path("cohorts/<int:pk>/stipends/lines.csv", stipends.lines_csv, name="stipends_csv"),
    path(
        "cohorts/<int:pk>/stipends/<int:paid>/<slug:tranche>/propose/",
        stipends.propose,
        name="stipend_propose",
    ),
    path("stipends/<int:pk>/", stipends.line, name="stipend"),
    path("stipends/<int:pk>/approve/", stipends.approve, name="stipend_approve"),
    path("stipends/<int:pk>/refuse/", stipends.refuse, name="stipend_refuse"),
    path("stipends/<int:pk>/withdraw/", stipends.withdraw, name="stipend_withdraw"),
    path("hours/", hours.own, name="hours"),
    path(PAIR + "hours/claim/", hours.claim, name="hours_claim"),
    path("cohorts/<int:pk>/hours/", hours.of_cohort, name="cohort_hours"),
    path("cohorts/<int:pk>/hours/hours.csv", hours.of_cohort_csv, name="cohort_hours_csv"),
    path("hours/<int:pk>/", hours.one, name="hours_one"),
    path("hours/<int:pk>/attest/", hours.attest, name="hours_attest"),
    path("hours/<int:pk>/award/", hours.award, name="hours_award"),
    path("hours/<int:pk>/refuse/", hours.refuse, name="hours_refuse"),
    path("hours/<int:pk>/withdraw/", hours.withdraw, name="hours_withdraw"),
    path(PAIR + "documents/", views.documents, name="documents"),
    path(PAIR + "documents/<str:paper>.pdf", views.document_pdf, name="document_pdf"),
    path(PAIR + "documents/<str:paper>/", views.document, name="document"),
    path(PAIR + "documents/<str:paper>/sign/", views.sign, name="sign"),
    path(PAIR + "certificates/<int:person_id>/", views.award, name="award"),
    path("workshops/<int:pk>/certificates/", attendance.attendance, name="attendance"),
    path("workshops/<int:pk>/certificates/<int:person_id>/", attendance.certify, name="certify"),
    path("certificates/", views.own, name="own"),
    path(ONE + ".pdf", views.certificate_pdf, name="certificate_pdf"),
    path(ONE + "/", views.certificate, name="certificate"),
    *[
        path(f"{ONE}/{slug}/", views.name_shown, {"verb": verb}, name=verb)
        for slug, verb in (("show-name", "show_name"), ("hide-name", "hide_name"))
    ],
    path(ONE + "/withdraw/", views.withdraw, name="withdraw"),
]
