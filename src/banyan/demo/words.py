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

CHOICE = "My class is never still, and two of my pupils cannot see the board. I read what you can help with."

VIDEO = "Adding fractions at the board, 7B"
NEXT_VIDEO = "Five minutes of partner talk, 7B"
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

# What Arun wrote in the steps of his journey.
NEEDED = {
    "strong": "The children like to come, and I know each of them by name.",
    "wanted": "Classroom management: more of them should speak, not only the front rows.",
}

WANTED = "More voices in class 7; the rest stands with the goal."
REFLECTED = {
    "tried": "Two minutes of partner talk before every open question, and five seconds of waiting.",
    "children": "16 of 41 spoke on Friday, 7 girls among them. In the last row they still look away.",
    "next": "Ask the back rows first, and stand beside them when I do.",
}

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
NEW_GOAL: dict[str, Any] = {
    "title": "The last row asks questions of its own",
    "words": {
        "what": "In each science lesson of class 7 two questions come from the last two rows.",
        "baseline": "None in the last ten lessons",
        "measure": "A mark beside the name, on the seating plan",
        "target": "Two in a lesson, in eight lessons of ten",
    },
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

# What Arun keeps of his practice, and Meera remarks on.
PLAN: dict[str, Any] = {
    "title": "Which dissolves first?",
    "words": {
        "subject": "science",
        "stage": "middle",
        "minutes": 40,
        "aims": "Pupils predict, try and say why sugar dissolves faster in warm water.",
        "known": "They stir tea at home; in class 6 they mixed sand, salt and oil with water.",
        "steps": (
            "5 Two glasses, one question: which first?\n"
            "3 Each tells the neighbour a prediction and a reason\n"
            "15 Groups of four try it and count spoons\n"
            "10 What did you see? Ten voices, girls and boys in turn\n"
            "5 Exit card: why do we stir?"
        ),
        "materials": "20 glasses, sugar, salt, warm and cold water, spoons",
        "take_part": "Groups choose salt or sugar. Those who joined in August work with a friend.",
        "take_in": "The words on the board in Hindi, Gujarati and English, each with a drawing.",
        "show": "Say it, draw it or show it with the glasses.",
        "check": "The exit card, sorted into three heaps before the next lesson.",
        "homework": "Ask somebody at home how they dissolve jaggery.",
    },
    "remark": "What will the back row do while the front row fetches water?",
    "went": "18 of 41 spoke. Fetching water took eight minutes, as Meera had feared.",
    "learned": "Partner talk first makes the difference. The exit cards say more than the raised hands.",
}
EXPERIMENT: dict[str, Any] = {
    "title": "Wait five seconds",
    "words": {
        "idea": "After every open question I count to five before I call anybody.",
        "expect": "Pupils who never raise a hand will begin to.",
        "did": "Six lessons in class 7, with a mark on the board for me: 5.",
        "evidence": "Answers of more than one word went from 4 to 11 in a lesson. Five pupils answered for the first time this year.",
        "decision": "adapt",
        "because": "Five seconds are long for a question of fact. I keep them for questions that begin with why.",
    },
}
STUDENT_WORK: dict[str, Any] = {
    "title": "Exit cards: why do we stir?",
    "words": {
        "task": "Exit card after the lesson on dissolving, class 7: why do we stir?",
        "good": "A reason that speaks of particles or of contact, in any language or as a drawing.",
        "far_count": 9,
        "far_can": "Say that stirring helps.",
        "far_next": "Act it out: pupils as sugar, pupils as water.",
        "near_count": 17,
        "near_can": "Say that sugar meets more water.",
        "near_next": "Draw the glass before and after, with a word for each part.",
        "there_count": 15,
        "there_can": "Explain with particles, and think of warm water by themselves.",
        "there_next": "Plan a fair test of their own.",
        "patterns": "Many write that sugar disappears. The word dissolve is not theirs yet.",
        "next": "Begin with the word: where did the sugar go? Taste, evaporate, look.",
    },
}
JOURNAL: dict[str, Any] = {
    "prompt": "pupil_voice",
    "text": (
        "I was sure that the quiet ones had nothing to say, and I am a little ashamed of it.\n\n"
        "Today a girl in the third row explained to her whole group why the warm glass won. She had never spoken in my lesson.\n\n"
        "It was the two minutes with her neighbour that made it possible, not my question."
    ),
}

# What Rina keeps: in her first pair, with Meera, and since then.
RINAS_GOAL: dict[str, Any] = {
    "title": "Every child reads aloud once a week",
    "words": {
        "what": "Each of the 34 children of class 4 reads half a page aloud to me, once a week.",
        "baseline": "Eleven of 34 in the first week, always the same ones",
        "measure": "A tick in the register for each child, on the day",
        "target": "34 of 34, in three weeks out of four",
        "support": "The library period, and the older class listening along",
    },
}
RINAS_PLAN: dict[str, Any] = {
    "title": "Reading in pairs: the crow and the pot",
    "words": {
        "subject": "english",
        "stage": "preparatory",
        "minutes": 35,
        "aims": "Everybody reads six lines aloud to a partner, and says what the crow tries first.",
        "steps": "5 I read the first page\n15 Pairs read on, line by line\n10 What would you try?\n5 Three pairs read to all",
        "take_in": "The text in large print, with a picture for each paragraph.",
        "check": "I listen to four pairs and tick who read.",
    },
    "remark": "Who reads with the two who came from the other school?",
}
RINAS_WORK: dict[str, Any] = {
    "title": "Half a page each: first week",
    "words": {
        "task": "Read half a page of the reader aloud, then say it in your own words.",
        "good": "Reads in groups of words, and tells who did what.",
        "far_count": 9,
        "far_next": "Letters and sounds again, ten minutes a day, with a friend.",
        "near_count": 14,
        "near_next": "Read the same page twice, the second time to somebody younger.",
        "there_count": 11,
        "there_next": "Choose a book from the shelf.",
        "patterns": "Endings of words are left out when the line is long.",
    },
}
WISHES_FOR_ANOTHER = (
    "We get on well enough, but we teach very different classes. Somebody who knows small rural"
    " schools would help me more."
)
RINA_LEAVES = (
    "Thank you, Meera. From this term I teach mathematics only, and would like somebody who does."
)
NEXT_GOAL: dict[str, Any] = {
    "title": "Children explain their own way to an answer",
    "words": {"what": "In each lesson two children show the class how they got to their answer."},
}
NEXT_PLAN: dict[str, Any] = {
    "title": "How many ways to make 48?",
    "words": {
        "subject": "mathematics",
        "stage": "preparatory",
        "minutes": 40,
        "aims": "Each pair finds at least three ways to make 48, and explains one of them.",
        "steps": "5 One way together\n20 Pairs, with beans and paper\n15 Four pairs explain",
    },
    "remark": "Which pair would you call first, and why that one?",
}

# Why words were opened in an emergency, and why they are to be.
OPENED_BECAUSE = (
    "A child of class 4 told the school counsellor that she is afraid to go home, and that she had "
    "said so to her teacher. We must know today whether it was written down, and what was done."
)
TO_OPEN_BECAUSE = (
    "A parent has reported that a pupil is missing since yesterday. The teacher cannot be reached; "
    "the last notes of her sessions may say whom the pupil trusts."
)

# What Meera and Arun write to each other: days ago, hour, whether it is Meera, words, a file.
LETTERS = (
    (12, 19, False, "I tried the two-minute partner talk today. Two of the quiet ones spoke!", ""),
    (12, 21, True, "That is lovely to read. What did you say to them before it began?", ""),
    (11, 8, False, "Only: “tell your neighbour one thing you noticed”. Nothing more.", ""),
    (5, 18, True, "Here is the sheet for the exit question that we spoke of. Change it as you like.",
     "exit question.pdf"),
    (4, 20, False, "Thank you. Is it fine if I use it in 7A first? They are a little calmer.", ""),
    (0.5, 9, True, "Of course. Start where it is easiest, and tell me on Thursday what surprised "
     "you.", ""),
)  # fmt: skip
OTHER_LETTER = "Our school has the annual function on Friday. May we meet on Saturday instead?"
NOT_NOW = "Board examinations until the middle of the month; we both invigilate."

# Questions in writing: field, words, whether without a name; and what Meera answers.
QUESTIONS = (
    ("inclusive_education",
     "Three children read two classes below. What do they do while the others write?", False),
    ("classroom_management",
     "After lunch my Class 6 needs ten minutes to settle. What do you do in the first two?", False),
    ("classroom_management",
     "A colleague shouts next door and my class laughs. May I say something to him?", True),
    ("holistic_assessment", "Which quizzes work without a network, on three telephones?", False),
    ("inclusive_education", "How do you record a short explanation that all children follow?", False),
)  # fmt: skip
ANSWERS = (
    "You may, and kindly: after school, with an example of your own. Begin with what you hear in "
    "your own room, not with him.",
    "Paper cards that the telephone only reads at the end: one telephone is enough for forty.",
    "Two minutes, your hands and the notebook in the picture, and one question at the end.",
)
LINK = "https://diksha.gov.in/"
FOLLOWED_UP = "And if only my own telephone has a camera?"
# What a teacher writes who is at the end of her strength; her mentor answers, and shows it.
HEAVY_QUESTION = (
    "I shout every day now, and on Friday I took a boy by the arm so that he cried. At night I do not "
    "sleep. How do others stop before it comes to that?"
)
HEAVY_ANSWER = (
    "I am glad that you wrote it. Tomorrow, when it rises: open the door, and give them something to "
    "copy. And this is more than we two can carry in writing: please speak with the coordinators."
)
SHOWN_BECAUSE = (
    "This teacher needs somebody to talk to, and soon; perhaps the boy does too. I do not know who "
    "asks, and cannot call."
)
OPENED_QUESTION_BECAUSE = (
    "A coordinator told us the number of this question: a pupil may have been hurt. We must know "
    "today whether he is safe."
)
SHARED_QUESTION = "How does one record a short explanation that all children follow?"
SHARED_ANSWER = (
    "Two minutes at most. Hands and notebook in the picture rather than a face; say aloud what the "
    "hand does. End with one question that the next lesson begins with."
)
COURSE = "An online course on reading aloud in mixed classes, with two lessons that I tried."
