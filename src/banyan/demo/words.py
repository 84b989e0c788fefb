"""What the invented people write. Written for this demonstration; nobody said any of it."""

from __future__ import annotations

from typing import Any

TOPICS = {
    "classroom_management": ("Calm starts in Class 7", "Forty children, one voice", "Group work that stays on the task"),
    "digital_education": ("One projector for four rooms", "Quizzes without a network", "Recording a short explanation"),
    "inclusive_education": ("Reading support for three children", "A seat plan that works for everyone"),
    "socio_emotional_learning": ("A circle on Monday mornings", "After the quarrel in Class 8"),
    "holistic_assessment": ("Marking less, noticing more", "Rubrics that children can read"),
    "pedagogical_content_knowledge": ("Fractions on a number line", "Why the moon has phases"),
    "foundational_literacy_and_numeracy": ("Sounds before letters", "Counting with bundles of sticks"),
}  # fmt: skip
ANY_TOPIC = (
    "What went well since we met",
    "Planning the next unit together",
    "Questions that make everybody think",
    "The first week after the holidays",
)

AGENDA = (
    "Look at two notebooks together",
    "How did the exit question go?",
    "Which children did not speak last week?",
    "Plan the practical for Thursday",
    "Ideas for the parents’ meeting",
    "Fewer worksheets, more talk",
    "समूह कार्य के लिए बैठने की व्यवस्था",
    "पिछली कक्षा में क्या छूट गया?",
)

WORKS = (
    "Starting with a picture instead of a definition brought nearly everybody in.",
    "The two-minute partner talk made the quiet rows speak.",
    "Writing the aim on the board and coming back to it at the end.",
    "Children explain the home task to each other before leaving.",
    "The seating change after the half-term worked better than expected.",
    "बच्चों ने अपने शब्दों में सारांश लिखा, और वह सचमुच उनका था।",
    "A short song for the transition saves five minutes every day.",
)

CHALLENGES = (
    "The last fifteen minutes after lunch are hard; attention goes.",
    "Three children are far ahead and finish first.",
    "Group work turns into one child writing and four watching.",
    "Marking takes the whole Sunday.",
    "Some parents ask why there is less copying from the board.",
    "The network drops whenever the video starts.",
    "पीछे बैठे बच्चे सवाल पूछने से झिझकते हैं।",
)

TEACHER_STEPS = (
    "Try roles in groups: reader, writer, timekeeper, reporter",
    "Ask one open question and wait for ten seconds",
    "Use an exit question on two days and bring the answers",
    "Let Class 6 plan the first five minutes",
    "Mark for one thing only this week",
    "सोमवार को जोड़ी में चर्चा करवाऊँगी",
)

MENTOR_STEPS = (
    "Send the two task cards that worked in my class",
    "Share a short reading on wait time",
    "Look through the unit plan before Friday",
    "Introduce a colleague who does this in science",
)

CONFIDENCES = (
    "I would be glad of times after five; mornings are impossible this term.",
    "The sessions are good, but the school asks me to do them in my free period.",
    "We are both learning. Please do not change anything.",
    "The connection in our staff room does not carry video.",
)

HOPES = (
    "I would like my lessons to have more of the children’s voices and less of mine.",
    "To stop being afraid of the last period.",
    "To find ways of assessing that do not eat every weekend.",
    "मैं चाहता हूँ कि मेरी कक्षा में हर बच्चा सवाल पूछे।",
    "To use the one computer room well.",
)

ABOUT = (
    "I have taught in small towns for most of my life and like to start from what already works.",
    "I help colleagues plan lessons in which children talk more than the teacher.",
    "A head teacher for ten years; now I mostly listen.",
    "I came from a laboratory to a school and never looked back.",
    "I work on assessment that children understand.",
    "I learnt to teach in a one-room school; large classes do not frighten me.",
)

MOTIVATIONS = (
    "Somebody sat at the back of my room every week in my second year. I would like to do that.",
    "I retire soon, and would like what I know to stay in classrooms.",
    "Mentoring colleagues in my own school taught me more than any course.",
)

EVIDENCE = (
    ("experience", "Service record", "Taught and led subject groups; letters can be shown."),
    ("achievement", "Award for classroom practice", "Given by the state for the science corner."),
    ("reference", "Reference of a head teacher", "Worked together for six years."),
)

REFUSALS = (
    "Thank you for offering your time. The domains that you chose have more mentors than teachers "
    "this year; we would be glad to hear from you again.",
    "Thank you for your application. We could not reach the people you named as references; "
    "please apply again when they can be reached.",
)

REQUESTS = (
    "I teach two classes in one room this year. How do others plan for that?",
    "Could we talk about reading tests that do not frighten Class 3?",
    "How do you start action research when nobody in the school has done it?",
)

VIDEO = "Adding fractions at the board, 7B"
FILMING_CONSENT = (
    "The head of the school",
    "The parents of all pupils of 7B; their letters are in the school office",
)
REMARKS = (
    (
        40,
        "waiting",
        "You ask, and then you wait. I counted nine seconds. What did you see in the room while you waited?",
    ),
    (
        80,
        "try",
        "Here the answer comes from you. What if two of them told each other first, and one told the class?",
    ),
)

# Goals of Arun, and one of Meera's own.
FIRST_GOAL: dict[str, Any] = {
    "title": "Begin within five minutes",
    "words": {
        "what": "Class 7 begins its science lesson within five minutes of the bell, without my shouting.",
        "baseline": "Twelve minutes, on average of one week",
        "measure": "Minutes from the bell to the first question, each day, on the back of my diary",
        "target": "Five minutes on four days of five",
        "support": "Two pupils hand out the notebooks; Meera sent the routine of her own class",
        "priority": "Time for learning, as the principal asked of all of us in June",
    },
    "progress": "Four, five, five, three, six. The notebooks are out before I am in the room.",
}
GOAL: dict[str, Any] = {
    "title": "More voices in class 7",
    "words": {
        "what": "At least half of class 7 speaks about the experiment in every lesson, girls as much as boys.",
        "baseline": "9 of 41 pupils spoke in the first week of July; 2 of them were girls",
        "measure": "A tally on the seating plan in one lesson a week",
        "target": "21 of 41 pupils, 10 of them girls",
        "support": "Two minutes of partner talk before every open question; Meera counts once a month",
        "priority": "Every child speaks, in the plan of the school",
        "milestone_1": "15 pupils speak in one lesson",
        "milestone_2": "18 pupils, and 8 girls among them, two weeks in a row",
    },
    "because": "Four pupils joined the class in August, so I count of 41 now and not of 37.",
    "progress": "16 of 41 on Friday, 7 girls. Partner talk works; the back row still waits for me to look away.",
}
MENTORS_GOAL: dict[str, Any] = {
    "title": "Ask before I advise",
    "words": {
        "what": "In each session my teachers speak first, and I ask three questions before I give any advice.",
        "baseline": "I spoke for about 35 of 60 minutes in September",
        "measure": "Minutes that I speak, noted from memory after each session",
        "target": "20 of 60 minutes",
        "support": "A card with three questions beside my telephone",
        "priority": "It is what I was trained for and forget when I am in a hurry",
    },
}
