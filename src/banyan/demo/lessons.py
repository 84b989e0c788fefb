"""What pairs write of lessons in which one watched the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Lines = tuple[tuple[int, str, str, int | None, str], ...]
"""Second, kind, value, number, text of each line of evidence."""

FOCUS = "Whom do I ask, and who stays silent?"
NEXT_FOCUS = "Does the back row speak, now that it is asked first?"
PLAN = {
    "look_for": "From which places answers come; how long I wait.",
    "place": "Class 7B, science room",
    "tools": ["script", "talk", "questions", "places", "waiting"],
    "rows": 5,
    "columns": 6,
}
EVIDENCE: Lines = (
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


@dataclass(frozen=True, slots=True)
class Watched:
    """A lesson of one of a pair that the other watched, so many days ago, and what each has
    written of it since. Whoever has not written yet finds the page waiting."""

    observed: str  # keys of people
    observer: str
    days_ago: int
    focus: str
    plan: dict[str, Any]
    lines: Lines
    observed_says: str = ""
    observer_says: str = ""
    talked_over: bool = False
    feedback: dict[str, str] = field(default_factory=dict)


WATCHED = (
    # Arun has asked to see how Meera waits: she has said what she saw, and he has not yet.
    Watched(
        "meera",
        "arun",
        5,
        "How do you bring in those who never raise a hand?",
        {
            "look_for": "What you do between your question and the first answer.",
            "place": "Class 8A, physics corner",
            "tools": ["script", "talk", "questions", "places", "waiting"],
            "rows": 5,
            "columns": 6,
        },
        (
            (0, "talk", "teacher", None, ""),
            (10, "teacher_does", "", None, "Puts an egg into fresh water, then into salt water."),
            (40, "teacher_says", "", None, "Write one line: what changed?"),
            (41, "question", "open", None, ""),
            (42, "wait", "", 95, ""),
            (60, "talk", "silence", None, ""),
            (150, "talk", "pupils", None, ""),
            (155, "pupils_do", "", None, "All turn to a neighbour. Two at the window begin late."),
            (300, "asked", "4-2", None, ""),
            (304, "spoke", "4-2", None, ""),
            (306, "pupils_say", "", None, "The egg did not change, so it must be the water."),
            (330, "teacher_says", "", None, "Who heard another reason in the pair?"),
            (331, "question", "open", None, ""),
            (332, "wait", "", 60, ""),
            (341, "spoke", "5-5", None, ""),
            (420, "near", "5-5", None, ""),
            (600, "talk", "teacher", None, ""),
            (720, "asked", "2-4", None, ""),
            (728, "spoke", "2-4", None, ""),
            (900, "talk", "pupils", None, ""),
            (1500, "talk", "stop", None, ""),
        ),
        observed_says=(
            "Everybody had written a line before I called anybody. I named three, and all of them "
            "spoke. I did not see the two at the window."
        ),
    ),
    # Both have said what they saw: the talk about it is to come.
    Watched(
        "olivia",
        "hannah",
        3,
        "Do all of them talk about the text, or do five of them?",
        {
            "look_for": "Who speaks in the pairs, and who tells the class afterwards.",
            "place": "Grade 2, the carpet",
            "tools": ["script", "talk", "places"],
            "rows": 4,
            "columns": 6,
        },
        (
            (0, "talk", "teacher", None, ""),
            (20, "teacher_says", "", None, "Why does Frog not tell Toad? Turn and talk."),
            (30, "talk", "pupils", None, ""),
            (35, "pupils_do", "", None, "Nine pairs talk. Two pairs look at the picture."),
            (150, "talk", "teacher", None, ""),
            (160, "asked", "1-3", None, ""),
            (162, "spoke", "1-3", None, ""),
            (165, "pupils_say", "", None, "He wants it to be a surprise."),
            (200, "asked", "3-1", None, ""),
            (206, "spoke", "3-1", None, ""),
            (210, "pupils_say", "", None, "My partner said he is shy, and I think so too."),
            (420, "spoke", "2-6", None, ""),
            (600, "talk", "pupils", None, ""),
            (1200, "talk", "stop", None, ""),
        ),
        observed_says=(
            "More of them than in September. I heard two pairs that did not begin, and I stayed "
            "with the ones in front of me."
        ),
        observer_says=(
            "In the pairs twenty of twenty-four spoke. Three told the class, and one of them told "
            "what her partner had said."
        ),
    ),
    # Talked over: Olga's feedback is to be written.
    Watched(
        "anna",
        "olga",
        4,
        "Кто задаёт вопросы на уроке: я или дети?",
        {
            "look_for": "Сколько вопросов задают дети и что происходит после них.",
            "place": "6 «Б», кабинет 14",
            "tools": ["script", "talk", "questions"],
        },
        (
            (0, "talk", "teacher", None, ""),
            (30, "teacher_says", "", None, "Что вас удивило в этом рассказе?"),
            (31, "question", "open", None, ""),
            (60, "talk", "pupils", None, ""),
            (75, "pupils_say", "", None, "А почему он не сказал правду сразу?"),
            (90, "teacher_does", "", None, "Записывает вопрос на доске."),
            (300, "talk", "teacher", None, ""),
            (310, "question", "closed", None, ""),
            (900, "talk", "pupils", None, ""),
            (960, "pupils_do", "", None, "Группы выбирают вопрос с доски и спорят."),
            (2400, "talk", "stop", None, ""),
        ),
        observed_says=(
            "Дети задали пять вопросов, я записала их на доске. На два мы так и не ответили."
        ),
        observer_says=(
            "Вопросов детей пять, ваших одиннадцать. После каждого записанного вопроса говорили "
            "дети, а не вы."
        ),
        talked_over=True,
    ),
    # Given: Pooja's answer to each step is to come.
    Watched(
        "pooja",
        "sunita",
        6,
        "समूह में सब बोलते हैं या एक ही?",
        {
            "look_for": "हर समूह में कौन बोलता है और कौन लिखता है।",
            "place": "कक्षा 6 ब",
            "tools": ["script", "talk"],
        },
        (
            (0, "talk", "teacher", None, ""),
            (45, "teacher_says", "", None, "नक़्शे पर सबसे लंबी नदी कौन-सी है, और कैसे पता चला?"),
            (46, "question", "open", None, ""),
            (120, "talk", "pupils", None, ""),
            (150, "pupils_do", "", None, "छह में से चार समूहों में दो-दो बच्चे बोल रहे हैं।"),
            (420, "pupils_say", "", None, "धागे से नापो, सीधी रेखा से नहीं।"),
            (900, "talk", "teacher", None, ""),
            (1800, "talk", "stop", None, ""),
        ),
        observed_says="चार समूहों में बात हुई, दो में एक ही बच्चा सब करता रहा।",
        observer_says="जहाँ धागा एक बच्चे के हाथ में था, वहाँ बाकी देखते रहे।",
        talked_over=True,
        feedback={
            "strength_1": "सवाल ऐसा था कि बच्चों ने नापने का अपना तरीका निकाला।",
            "step_1": "हर समूह में काम बाँटें: एक नापे, एक लिखे, एक बताए।",
            "practice_1": "अगले दो पाठों में कक्षा 6 ब में; शनिवार को साथ देखेंगे।",
        },
    ),
)
