from __future__ import annotations

from django.urls import path

from banyan.programmes.views import (
    applications,
    applying,
    blueprints,
    cohorts,
    consents,
    designs,
    enrolments,
    frameworks,
    mentors,
    programmes,
    stages,
    trainings,
)

app_name = "programmes"
urlpatterns = [
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.start, name="start"),
    path("programmes/<slug:code>/", programmes.programme, name="programme"),
    *[
        path(
            f"programmes/<slug:code>/{verb}/",
            programmes.move,
            {"verb": verb},
            name=f"programme_{verb}",
        )
        for verb in programmes.MOVES
    ],
    path("programmes/<slug:code>/readiness/", stages.readiness, name="readiness"),
    path("programmes/<slug:code>/stages/", stages.stages, name="stages"),
    path("programmes/<slug:code>/stages/<str:piece_key>/", stages.stage, name="stage"),
    path(
        "programmes/<slug:code>/stages/<str:piece_key>/take-back/",
        stages.take_back,
        name="stage_take_back",
    ),
    path("programmes/<slug:code>/cohorts/new/", programmes.add_cohort, name="add_cohort"),
    path("programmes/<slug:code>/readers/", trainings.readers, name="readers"),
    path("programmes/<slug:code>/apply/", applying.apply, name="apply"),
    path("programmes/<slug:code>/applications/", applications.applications, name="applications"),
    path("cohorts/<int:pk>/", programmes.cohort, name="cohort"),
    path("cohorts/<int:pk>/blueprint/", cohorts.blueprint, name="cohort_blueprint"),
    path("cohorts/<int:pk>/consent/<slug:side>/", consents.give, name="consent_give"),
    path(
        "cohorts/<int:pk>/consent/<slug:side>/<int:person_id>/",
        consents.record,
        name="consent_record",
    ),
    path("consents/<int:pk>/", consents.consent, name="consent"),
    path("cohorts/<int:pk>/enrol/", enrolments.enrol, name="enrol"),
    path("cohorts/<int:pk>/import/", programmes.upload, name="upload"),
    path("people-imports/<int:pk>/", programmes.people_import, name="people_import"),
    path("people-imports/<int:pk>/apply/", programmes.apply_import, name="apply_import"),
    path("people-imports/<int:pk>/discard/", programmes.discard_import, name="discard_import"),
    path("enrolments/<int:pk>/", enrolments.enrolment, name="enrolment"),
    path("enrolments/<int:pk>/change/", enrolments.change, name="enrolment_change"),
    path("enrolments/<int:pk>/withdraw/", enrolments.leave, name="enrolment_withdraw"),
    *[
        path(
            f"enrolments/<int:pk>/{verb}/",
            enrolments.move,
            {"verb": verb},
            name=f"enrolment_{verb}",
        )
        for verb in enrolments.MOVES
    ],
    path("applications/<int:pk>/", applications.application, name="application"),
    path("applications/<int:pk>/steps/<slug:name>/", applying.step, name="application_step"),
    path("applications/<int:pk>/evidence/", applying.evidence, name="application_evidence"),
    path(
        "applications/<int:pk>/evidence/<int:piece>/remove/",
        applying.remove_evidence,
        name="remove_evidence",
    ),
    path("applications/<int:pk>/check/", applying.check, name="application_check"),
    path("applications/<int:pk>/submit/", applying.submit, name="application_submit"),
    path("applications/<int:pk>/refuse/", applications.refuse, name="application_refuse"),
    path("applications/<int:pk>/orient/", applications.orient, name="application_orient"),
    path("applications/<int:pk>/training/", trainings.of_mentor, name="application_training"),
    path("trainings/<int:pk>/take-back/", trainings.take_back, name="training_take_back"),
    path("applications/<int:pk>/withdraw/", applications.withdraw, name="application_withdraw"),
    path("applications/<int:pk>/review/", applications.review, name="application_review"),
    path("applications/<int:pk>/offer/", applications.offer, name="application_offer"),
    path("applications/<int:pk>/publish/", applications.publish, name="application_publish"),
    *[
        path(
            f"applications/<int:pk>/{verb.replace('_', '-')}/",
            applications.move,
            {"verb": verb},
            name=f"application_{verb}",
        )
        for verb in applications.MOVES
    ],
    path("blueprints/", blueprints.blueprints, name="blueprints"),
    path("blueprints/<slug:design>/<str:version>/", blueprints.blueprint, name="blueprint"),
    path(
        "blueprints/<slug:design>/<str:version>/file.yaml",
        blueprints.file,
        name="blueprint_file",
    ),
    path("designs/", designs.designs, name="designs"),
    path("designs/<int:pk>/", designs.design, name="design"),
    path("designs/<int:pk>/file/", designs.file, name="design_file"),
    path("designs/<int:pk>/publish/", designs.publish, name="design_publish"),
    path("blueprints/<slug:design>/<str:version>/copy/", designs.copy, name="blueprint_copy"),
    path(
        "blueprints/<slug:design>/<str:version>/compare/<str:other>/",
        blueprints.compare,
        name="blueprint_compare",
    ),
    path(
        "blueprints/<slug:design>/<str:version>/<slug:slug>/",
        blueprints.part,
        name="blueprint_part",
    ),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path(
        "frameworks/<slug:framework>/<str:version>/",
        frameworks.framework,
        name="framework",
    ),
    path(
        "frameworks/<slug:framework>/<str:version>/case.json",
        frameworks.package,
        name="framework_case",
    ),
    path("mentors/", mentors.mentors, name="mentors"),
    path("mentors/<int:pk>/", mentors.mentor, name="mentor"),
]
