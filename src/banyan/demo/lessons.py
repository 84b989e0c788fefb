"""What Meera and Arun write of a lesson of his that she watched."""

from __future__ import annotations

FOCUS = "Whom do I ask, and who stays silent?"
NEXT_FOCUS = "Does the back row speak, now that it is asked first?"
PLAN = {
    "look_for": "From which places answers come; how long I wait.",
    "place": "Class 7B, science room",
    "tools": ["script", "talk", "questions", "places", "waiting"],
    "rows": 5,
    "columns": 6,
}
# Second, kind, value, number, text
EVIDENCE: tuple[tuple[int, str, str, int | None, str], ...] = (
    (0, "talk", "teacher", None, ""),
    (15, "teacher_says", "", None, "What happens to the candle under the glass?"),
    (16, "question", "open", None, ""),
    (17, "wait", "", 9, ""),
    (18, "asked", "1-2", None, ""),
    (20, "talk", "pupils", None, ""),
    (21, "spoke", "1-2", None, ""),
    (22, "pupils_say", "", None, "It goes out."),
    (30, "talk", "teacher", None, ""),
    (140, "teacher_says", "", None, "Is that air or smoke?"),
    (141, "question", "closed", None, ""),
    (142, "asked", "1-3", None, ""),
    (143, "spoke", "1-3", None, ""),
    (300, "near", "1-3", None, ""),
    (420, "teacher_does", "", None, "Lights the second candle, beside the first row."),
    (600, "talk", "pupils", None, ""),
    (605, "pupils_do", "", None, "Two in the last row look out of the window."),
    (780, "question", "open", None, ""),
    (781, "wait", "", 34, ""),
    (790, "spoke", "4-5", None, ""),
    (792, "pupils_say", "", None, "The small glass went first, so it used less air."),
    (900, "talk", "teacher", None, ""),
    (1260, "question", "closed", None, ""),
    (1261, "wait", "", 8, ""),
    (1265, "spoke", "1-2", None, ""),
    (1800, "near", "2-1", None, ""),
    (2400, "talk", "stop", None, ""),
)
SHOWS_MEERA = (
    "Three places of thirty spoke. After the two quick questions the first row answered; after the "
    "one for which you waited three seconds somebody in the fourth row did."
)
SHOWS_ARUN = "I stood in front all the time. Where I stand, they speak. I wait less than a second."
FEEDBACK = {
    "strength_1": "At thirteen minutes you waited, and the fourth row explained the small glass.",
    "step_1": "Ask the back rows first, and count to three before you say a name.",
    "practice_1": "In the next two lessons of 7B; we try the counting together on Thursday.",
}
ANSWERS = {"answer_1": "will_try"}

# What Rina's new mentor proposes to look at.
RINAS_FOCUS = "Who explains, and who listens?"
RINAS_LOOK_FOR = "Which pairs explain to each other before they ask you."
