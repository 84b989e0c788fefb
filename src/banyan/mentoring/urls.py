from __future__ import annotations

from django.urls import path

from banyan.mentoring.views import (
    answers,
    attendance,
    boards,
    emergencies,
    goals,
    groups,
    hours,
    links,
    logs,
    marks,
    mentorships,
    messages,
    nudges,
    plans,
    published,
    questions,
    records,
    registers,
    remarks,
    rematches,
    reports,
    requests,
    sessions,
    steps,
    trials,
    verbs,
    writing,
)

app_name = "mentoring"

urlpatterns = [
    # mentorships
    path("mentorships/", mentorships.mentorships, name="mentorships"),
    path("mentorships/<int:pk>/", mentorships.mentorship, name="mentorship"),
    *[
        path(
            f"mentorships/<int:pk>/{verb.replace('_', '-')}/",
            verbs.act,
            {"verb": verb},
            f"mentorship_{verb}",
        )
        for verb in verbs.VERBS
    ],
    path("mentorships/<int:pk>/trial/", trials.trial, name="trial"),
    path("mentorships/<int:pk>/trial/go-on/", trials.go_on, name="trial_go_on"),
    path("mentorships/<int:pk>/another/", rematches.rematch_ask, name="rematch_ask"),
    path("mentorships/<int:pk>/along/", rematches.plans_along, name="plans_along"),
    *[
        path(f"rematches/<int:pk>/{verb}/", rematches.act, {"verb": verb}, f"rematch_{verb}")
        for verb in rematches.VERBS
    ],
    path("mentorships/<int:pk>/not-now/", nudges.not_now, name="not_now"),
    path("not-now/<int:pk>/take-back/", nudges.take_back, name="not_now_take_back"),
    # messages of the two
    path("mentorships/<int:pk>/messages/", messages.thread, name="messages"),
    path("mentorships/<int:pk>/messages/news/", messages.news, name="message_news"),
    path("messages/<int:pk>/file/", messages.file, name="message_file"),
    path("messages/<int:pk>/take-back/", messages.take_back, name="message_take_back"),
    # shown to the coordinators in confidence
    path("messages/<int:pk>/show/", reports.report_new, name="report_new"),
    path("questions/<int:pk>/show/", reports.report_question, name="report_question"),
    path("questions/turns/<int:pk>/show/", reports.report_turn, name="report_turn"),
    path("reports/<int:pk>/", reports.report, name="report"),
    *[
        path(f"reports/<int:pk>/{verb}/", reports.act, {"verb": verb}, f"report_{verb}")
        for verb in reports.VERBS
    ],
    path("mentorships/<int:pk>/steps/<str:spelling>/", steps.step, name="step"),
    path("mentorships/<int:pk>/steps/<str:spelling>/waive/", steps.waive, name="step_waive"),
    *[
        path(
            f"mentorships/<int:pk>/steps/<str:spelling>/{verb}/",
            steps.undo,
            {"verb": verb},
            f"step_{verb}",
        )
        for verb in ("reopen", "ask")
    ],
    path("cohorts/<int:pk>/journeys/", boards.board, name="board"),
    path("cohorts/<int:pk>/registers/<slug:side>/", registers.register, name="register"),
    path(
        "cohorts/<int:pk>/registers/<slug:side>/register.csv",
        registers.take_out,
        name="register_file",
    ),
    # requests
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.request_new, name="request_new"),
    path("requests/<int:pk>/", requests.request, name="request"),
    path("requests/<int:pk>/accept/", requests.request_accept, name="request_accept"),
    path("requests/<int:pk>/decline/", requests.request_decline, name="request_decline"),
    path("requests/<int:pk>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    # questions in writing
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", questions.question_new, name="question_new"),
    path("questions/open/", questions.open_questions, name="questions_open"),
    path("questions/open/most/", questions.set_most, name="questions_most"),
    path("questions/turns/<int:pk>/sound/", questions.sound, name="question_sound"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/close/", questions.close, name="question_close"),
    *[
        path(
            f"questions/<int:pk>/{verb.replace('_', '-')}/",
            questions.act,
            {"verb": verb},
            f"question_{verb}",
        )
        for verb in questions.VERBS
    ],
    path("questions/<int:pk>/publish/", published.publish, name="question_publish"),
    path("questions/<int:pk>/take-down/", published.take_down, name="question_take_down"),
    path("answers/", published.answers, name="answers"),
    path("answers/<int:pk>/take-out/", published.take_out, name="answer_take_out"),
    # sessions
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/new-group/", groups.announce, name="session_announce"),
    path("me/hours/", hours.hours, name="hours"),
    path("me/hours/weekly/", hours.add, name="hours_add"),
    path("me/hours/weekly/<int:pk>/drop/", hours.drop, name="hours_drop"),
    path("me/hours/days/", hours.set_day, name="day_set"),
    path("me/hours/days/<int:pk>/drop/", hours.drop_day, name="day_drop"),
    path("me/leave/", hours.take_leave, name="leave_take"),
    path("me/leave/<int:pk>/drop/", hours.drop_leave, name="leave_drop"),
    path("mentorships/<int:pk>/times/", hours.times, name="times"),
    path("mentorships/<int:pk>/sessions/new/", sessions.propose, name="session_propose"),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/join/", links.join, name="session_join"),
    path("sessions/<int:pk>/link/", links.paste, name="session_link"),
    path("sessions/<int:pk>/confirm/", sessions.confirm, name="session_confirm"),
    path("answers/<str:token>/", answers.answer, name="answer"),
    path("sessions/<int:pk>/reschedule/", sessions.reschedule, name="session_reschedule"),
    path("sessions/<int:pk>/cancel/", sessions.cancel, name="session_cancel"),
    path("sessions/<int:pk>/agenda/", writing.add_to_agenda, name="session_agenda"),
    path("sessions/<int:pk>/log/", logs.write_log, name="session_log"),
    path("sessions/<int:pk>/attendance/", attendance.attendance, name="session_attendance"),
    path("sessions/<int:pk>/seats/<int:seat>/settle/", attendance.settle, name="session_settle"),
    path("sessions/<int:pk>/take-seat/", groups.take_seat, name="session_take_seat"),
    path("sessions/<int:pk>/give-seat-back/", groups.give_seat_back, name="session_give_seat_back"),
    path(
        "sessions/<int:pk>/steps/<int:step>/tick/",
        writing.tick,
        {"done": True},
        name="session_tick",
    ),
    path(
        "sessions/<int:pk>/steps/<int:step>/untick/",
        writing.tick,
        {"done": False},
        name="session_untick",
    ),
    # late cancellations and absences
    path("marks/", marks.marks, name="marks"),
    path("marks/<int:pk>/", marks.mark, name="mark"),
    path("marks/<int:pk>/decide/", marks.mark_decide, name="mark_decide"),
    # records of practice
    path("records/<int:pk>/", records.record, name="record"),
    path("records/<int:pk>/readers/", records.record_readers, name="record_readers"),
    path(
        "records/<int:pk>/readers/<int:reader>/take-back/",
        records.take_back,
        name="record_take_back",
    ),
    path("records/<int:pk>/set-tier/", records.set_tier, name="record_set_tier"),
    path("records/<int:pk>/history/", records.history, name="record_history"),
    path("records/<int:pk>/comment/", remarks.comment, name="record_comment"),
    path("records/<int:pk>/comments/<int:comment>/settle/", remarks.settle, name="record_settle"),
    path("records/<int:pk>/go-on/", records.go_on, name="record_go_on"),
    path("records/<int:pk>/link/", records.link, name="record_link"),
    path("mentorships/<int:pk>/hand-over/", records.hand_over, name="hand_over"),
    # emergency access
    path("emergencies/", emergencies.emergencies, name="emergencies"),
    path("emergencies/new/", emergencies.emergency_new, name="emergency_new"),
    path("emergencies/<int:pk>/", emergencies.emergency, name="emergency"),
    path("emergencies/<int:pk>/open/", emergencies.emergency_open, name="emergency_open"),
    *[
        path(
            f"emergencies/<int:pk>/{verb}/",
            emergencies.act,
            {"verb": verb},
            f"emergency_{verb}",
        )
        for verb in ("decline", "withdraw", "close")
    ],
    path("emergencies/<int:pk>/words/", emergencies.emergency_words, name="emergency_words"),
    # goals, by the id of their record
    path("goals/", goals.goals, name="goals"),
    path("goals/new/", goals.goal_new, name="goal_new"),
    path("goals/<int:pk>/", goals.goal, name="goal"),
    path("goals/<int:pk>/progress/", goals.look, name="goal_look"),
    path("goals/<int:pk>/milestones/<slug:milestone>/", goals.reach, name="goal_reach"),
    *[
        path(f"goals/<int:pk>/{verb.replace('_', '-')}/", goals.act, {"verb": verb}, f"goal_{verb}")
        for verb in goals.AT_ONCE
    ],
    path("goals/<int:pk>/revise/", goals.because, {"verb": "revise"}, "goal_revise"),
    path("goals/<int:pk>/drop/", goals.because, {"verb": "drop"}, "goal_drop"),
    path("mentorships/<int:pk>/plan/", plans.plan, name="plan"),
    path("mentorships/<int:pk>/plan.pdf", plans.plan_file, name="plan_file"),
    path(
        "mentorships/<int:pk>/steps/<str:spelling>/record/", steps.by_record, name="step_by_record"
    ),
]
