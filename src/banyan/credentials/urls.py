from __future__ import annotations

from django.urls import path

from banyan.credentials import views

app_name = "credentials"

PAIR = "mentorships/<int:pk>/"
ONE = "certificates/<str:certificate>"

urlpatterns = [
    path(PAIR + "documents/", views.documents, name="documents"),
    path(PAIR + "documents/<str:paper>.pdf", views.document_pdf, name="document_pdf"),
    path(PAIR + "documents/<str:paper>/", views.document, name="document"),
    path(PAIR + "documents/<str:paper>/sign/", views.sign, name="sign"),
    path(PAIR + "certificates/<int:person_id>/", views.award, name="award"),
    path("certificates/", views.own, name="own"),
    path(ONE + ".pdf", views.certificate_pdf, name="certificate_pdf"),
    path(ONE + "/", views.certificate, name="certificate"),
    *[
        path(f"{ONE}/{slug}/", views.name_shown, {"verb": verb}, name=verb)
        for slug, verb in (("show-name", "show_name"), ("hide-name", "hide_name"))
    ],
    path(ONE + "/withdraw/", views.withdraw, name="withdraw"),
]
