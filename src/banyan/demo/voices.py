"""What the people of the six programmes write, by language and by what is asked.

Looked up by the code of the prompt or question, then by the kind of the step, then under "any".
Written for this demonstration; nobody said any of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Voice = Mapping[str, tuple[str, ...]]

STEPS: Mapping[str, Voice] = {
    "en": {
        "goal": (
            "I will plan talk into every lesson, so that each student speaks about the text at least once.",
            "I will open each lesson with a routine that students run themselves, so that we begin within three minutes.",
        ),
        "need": ("Discussions are carried by five voices. The others wait until the bell.",),
        "change": ("Two minutes of partner talk before anybody answers in front of the class.",),
        "students": (
            "Eighteen of twenty-four spoke in the last lesson; in September there were five.",
            "Their exit notes are longer, and most give a reason now.",
        ),
        "sources": ("My mentor’s lesson, two articles on talk, and the grade team’s protocols.",),
        "self_assessment": ("Most of it is planned for; less of it is seen by a visitor yet.",),
        "strength": ("Students know how we begin, and the room is calm.",),
        "strong": ("Planning, and knowing every child by name in the second week.",),
        "plan": (
            "Watch two lessons in October, try the protocol in one class, then in all three; look at exit notes together every second week.",
            "One small change a fortnight, and ten minutes of looking at student work after each.",
        ),
        "agreement": (
            "We meet on the same afternoon, answer messages within two days, and keep what is said between us.",
            "We begin with what works, and either of us may say that something else matters more today.",
        ),
        "observation": (
            "I wrote down who spoke and for how long. Eleven students in the first ten minutes; the back table not at all.",
            "Directions were given once and understood. The last five minutes went to tidying up.",
        ),
        "analysis": (
            "Three groups: those who give a reason, those who give an answer, those who copy the question. Next week each has its own start.",
            "Half of the class can say what the task asks; most of the rest stop at the second sentence.",
        ),
        "learning": (
            "I read about wait time and watched the lesson next door. What I had not known: the pause after the answer matters as much.",
            "A short course on routines, and an hour with the reading specialist.",
        ),
        "application": (
            "I tried it with my third period. The first day was noisy, by Thursday they ran it themselves.",
            "Partner talk before every open question for two weeks. I kept the tally on a seating plan.",
        ),
        "reflection": (
            "I used to hear silence as agreement. Now I plan for it, and ask again.",
            "What changed most is how I plan: I write the question before the activity.",
        ),
        "conversation": (
            "We looked at the notes, found two things to keep and one to change, and set the day for the next visit.",
            "She saw more in the work than I had. We agreed on one question to carry on with.",
        ),
        "submission": ("The paper with its four pieces of student work, names taken out.",),
        "approval": ("Seen and agreed.", "In order. Thank you both."),
        "expectation": (
            "Done on time; the notes are in the folder of the programme.",
            "Three visits and two planning talks this month, logged with the minutes.",
        ),
        "log": (
            "Met twice, planned the unit opener together, agreed on what to look at next.",
            "A visit and a short talk afterwards; minutes are with the sessions.",
        ),
        "training": ("Attended on both days.",),
        "survey": ("More time in the first month would help.",),
        "measurement": ("Most of it is settled; group work is where we go next.",),
        "document": ("Signed and filed.",),
        "shows": ("Lesson plans of three weeks, and the notes of the last visit.",),
        "next": ("To let students lead the summing up.",),
        "purpose": ("To see who takes part when the task is open.",),
        "first_focus": ("Beginning the lesson, and parents’ evening.",),
        "any": (
            "We began with what went well and chose one thing to try.",
            "It took longer than we thought and was worth it.",
        ),
        "paper": (
            "I began this module sure that a quiet room is a learning room. From my mentor’s lesson, and from what we read on routines, I learned that students learn a routine only when it is taught, practiced and named, like anything else. I now open each week with ten minutes of practice, and I say what I see before I say what I want. In September we lost eleven minutes of a lesson to transitions; in November four. In the exit slips of week nine, 19 of 24 say why they stand by their answer; in week two it was 8.",
            "What was new to me is that engagement is designed before the lesson: who speaks to whom, and about what. I changed two things. Every question goes to a pair first, and every student writes before anybody speaks. The four pieces of student work show the change: from a copied sentence in the first to two reasons in the last.",
        ),
        "project": (
            "Six weeks of taught routines in fourth grade, with a count of minutes twice a week and a sheet of what students said helped them.",
            "A unit of eight lessons in which every question is answered in pairs first, with the plans, two seating sheets and the work of four students.",
        ),
        "review_of_practice": (
            "We looked at two lessons of mine together, three weeks apart, with the indicators of domain 1 beside us. The first shows me talking for three quarters of it; the second, for half.",
        ),
        "evidence": ("In the shared folder, third tab.",),
    },
    "ru": {
        "goal": (
            "Научиться начинать урок так, чтобы за пять минут работал весь класс.",
            "Строить урок вокруг вопроса, на который отвечают ученики, а не я.",
        ),
        "plan": (
            "Посетить два урока наставника, провести один открытый урок, раз в две недели разбирать один эпизод.",
            "Каждые две недели — один приём, одно посещение и короткий разбор.",
        ),
        "agreement": ("С условиями знакома, согласна.", "Согласен. Встречаемся по средам после шестого урока."),
        "document": ("Приказ издан, с ним ознакомлены оба.",),
        "approval": ("Рассмотрено и утверждено.",),
        "analysis": ("Сильная сторона — доверие в паре; слабая — мало времени на разбор.",),
        "strengths": ("Пара встречается без пропусков, наставляемый сам предлагает темы.",),
        "weaknesses": ("Посещать уроки друг друга удаётся только по четвергам.",),
        "opportunities": ("В школе есть методический день, его можно отдать парам.",),
        "threats": ("Нагрузка растёт к концу четверти.",),
        "observation": ("Начало урока чёткое, в середине класс работал в парах; вопросы чаще задавал учитель.",),
        "survey": ("Хотелось бы больше времени на разбор уроков.",),
        "change": ("Встречаться чаще в первый месяц.",),
        "open": ("То, что можно спросить о любой мелочи.",),
        "remarks": ("Условия созданы.",),
        "words": ("Спасибо за внимание и терпение.",),
        "measurement": ("Многое уже получается; над дисциплиной ещё работаем.",),
        "any": ("Обсудили, что получается, и выбрали одно дело до следующей встречи.",),
        "evidence": ("Папка программы, раздел 3.",),
    },
    "hi": {
        "goal": ("हर पाठ में बच्चों को आपस में बात करने का समय दूँगी।", "आखिरी घंटे को शांत और काम का बनाऊँगा।"),
        "agreement": ("हर दूसरे शनिवार मिलेंगे, आधा समय एक का और आधा दूसरे का; बात हम दोनों तक रहेगी।",),
        "conversation": ("एक महीना हुआ; दोनों को लगता है कि आगे चलना चाहिए।", "जो मिला उसके लिए धन्यवाद कहा, और आगे भी बात करते रहेंगे।"),
        "observation": ("बच्चे समूह में खुलकर बोले; पीछे की दो बेंच चुप रहीं।",),
        "learning": ("ज़िले की एक बैठक में साथ गए और दो नए साथियों से मिले।",),
        "reflection": ("मुझे भरोसा मिला कि मेरी मुश्किलें सिर्फ़ मेरी नहीं हैं।",),
        "survey": ("साथ में कक्षा देखना सबसे अच्छा लगा।",),
        "any": ("जो अच्छा हुआ उससे शुरू किया और एक छोटी बात चुनी।",),
        "evidence": ("साझा फ़ोल्डर में।",),
    },
}  # fmt: skip

TOPICS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "What went well since we met",
        "Planning the next unit together",
        "Looking at exit notes",
        "After the visit on Tuesday",
        "Getting ready for parents’ evening",
    ),
    "ru": (
        "Что получилось за две недели",
        "Готовим открытый урок",
        "Разбор посещённого урока",
        "Первое родительское собрание",
        "Начало урока: пять приёмов",
    ),
    "hi": ("पिछली बार के बाद क्या अच्छा हुआ", "समूह कार्य साथ में सोचें", "आखिरी घंटा", "परीक्षा के बाद की कक्षा"),
}  # fmt: skip

WORKS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "The opening routine takes three minutes now, and students run it.",
        "Partner talk before the discussion: nearly everybody had something to say.",
        "Shorter directions, written on the board. Nobody asked twice.",
    ),
    "ru": (
        "Начало урока стало спокойнее, класс включается сразу.",
        "Работа в парах пошла: говорили почти все.",
        "Короткая инструкция на доске сняла половину вопросов.",
    ),
    "hi": ("दो मिनट की जोड़ी चर्चा से शांत बच्चे भी बोले।", "बोर्ड पर लिखा उद्देश्य अंत में काम आया।"),
}  # fmt: skip

CHALLENGES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "The last ten minutes still run away.",
        "Two students finish first every time and then wait.",
        "Marking takes both days of the weekend.",
    ),
    "ru": (
        "Не хватает времени на подведение итогов.",
        "Двое заканчивают раньше всех и скучают.",
        "Проверка тетрадей занимает все выходные.",
    ),
    "hi": ("खाने के बाद का घंटा कठिन रहता है।", "कॉपियाँ जाँचने में पूरा रविवार जाता है।"),
}

TEACHER_STEPS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Bring five exit notes next time",
        "Try roles in groups with third period",
        "Ask one open question and wait ten seconds",
    ),
    "ru": ("Принести пять работ учеников", "Попробовать роли в группах в 6 «Б»", "Записать первые пять минут урока"),
    "hi": ("पाँच बच्चों की कॉपियाँ लाऊँगी", "समूह में भूमिकाएँ बाँटकर देखूँगी"),
}  # fmt: skip

MENTOR_STEPS: Mapping[str, tuple[str, ...]] = {
    "en": ("Send the talk protocol", "Visit on Tuesday, second period"),
    "ru": ("Прислать карточки для групп", "Прийти на урок во вторник"),
    "hi": ("कार्ड भेजूँगी", "मंगलवार को कक्षा देखूँगी"),
}

AGENDA: Mapping[str, str] = {
    "en": "Could we look at the notes of the back table together?",
    "ru": "Посмотрим вместе работы последней парты?",
    "hi": "क्या हम पीछे की बेंच की कॉपियाँ साथ देख सकते हैं?",
}

PLACES: Mapping[str, str] = {"en": "Room 14", "ru": "Кабинет 14", "hi": "पुस्तकालय"}

ABOUT: Mapping[str, tuple[str, ...]] = {
    "en": ("I like to begin with what works already, and to ask before I answer.",),
    "ru": ("Люблю начинать с того, что уже получается, и сначала спрашивать.",),
    "hi": ("जो अच्छा चल रहा है उससे शुरू करना पसंद है।",),
}

EVIDENCE: Mapping[str, tuple[str, str]] = {
    "en": ("Teaching record", "Where, how long and which grades; letters can be shown."),
    "ru": ("Стаж и нагрузка", "Где и сколько лет, какие классы; документы в отделе кадров."),
    "hi": ("कुछ मेरे बारे में", "कहाँ और कितने साल पढ़ाया।"),
}

HOPES: Mapping[str, str] = {
    "en": "To be less alone with the hard lessons.",
    "ru": "Увереннее чувствовать себя на уроке.",
    "hi": "किसी से खुलकर बात करने का समय।",
}

ADVICE: Mapping[str, str] = {
    "en": "Clear about the work, and kind about colleagues.",
    "ru": "Хорошо знает дело и доброжелательна к коллегам.",
    "hi": "काम की समझ है और साथियों से अपनापन।",
}

# Where a consent on paper lies.
FOLDER: Mapping[str, str] = {
    "en": "Folder “Consents”, in the office.",
    "ru": "Папка «Согласия», отдел кадров.",
    "hi": "फ़ाइल “सहमति”, कार्यालय में।",
}

# What readers of handed-in work say of it.
WELL_READ = (
    "The work names what was new and where it came from.",
    "I believe the change: it is dated, and it is counted.",
    "Clear on what was learned. I would have liked to read more of the lesson that failed.",
)
NOT_YET = (
    "The four pieces of student work are there; say what changed between the first and the last.",
    "I see what you did, and not yet what came of it for the four students. Two sentences would do.",
)

# What a teacher sees differently from both of her readers.
DISPUTED = (
    "The change between the first and the last piece of work is told on the second page, in the "
    "table: which words each of the four students used in September, and which in November."
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A text on which those who train readers agreed, and how they came to it."""

    title: str
    text: str
    agreed_how: str


# The last criterion is not met in it.
ANCHOR = Anchor(
    "The quiet back row",
    "Before this module I thought that pupils who say nothing have nothing to say. I read about "
    "wait time and about talk in pairs before talk in class, and tried both for six weeks. Now I "
    "count to five after a question, and everybody tells a neighbour first. I see more hands. I "
    "have not looked yet at whether those who were quiet understand more than before.",
    "Read by four of us in the spring. New learning and changed practice are named and dated; of "
    "the effect on students it says itself that nothing was looked at.",
)
# The second is not met in it.
NEXT_ANCHOR = Anchor(
    "Exit notes in three piles",
    "From the grade team I learned to read exit notes for one thing only, and to sort them before "
    "I count them. I did this for five weeks. In the first week seven of twenty-two students gave a "
    "reason for their answer, in the last one fifteen did; the notes of four of them are with this "
    "paper. I plan to let the piles decide who works with whom on the next day.",
    "Read by three of us in November. What was learned is named and the notes show what changed "
    "for students. What the teacher does differently in the lesson itself is planned, not done.",
)
ANCHOR_COMMENT = "What did the quiet students learn? Bring one piece of their work."


# Of a group that meets: once some weeks ago, once soon.
GROUPS: Mapping[str, tuple[str, str]] = {
    "en": ("What the first weeks taught us", "One lesson each that we would teach again"),
    "ru": (
        "Чему нас научили первые недели",
        "Урок, который хочется повторить: по одному от каждого",
    ),
    "hi": ("पहले कुछ हफ़्तों ने क्या सिखाया", "एक-एक पाठ जिसे हम फिर पढ़ाना चाहेंगे"),
}


def say(language: str, *codes: str) -> tuple[str, ...]:
    """What may be written where these are asked, the closest code first."""
    voice = STEPS[language]
    return next((voice[code] for code in codes if code in voice), voice["any"])


# Papers of programmes: who heads the place, and what the coordinator wrote below each paragraph.

HEAD_OF_REGION = "Директор департамента образования, Н. А. Ветрова"
HEAD_OF_SCHOOL = "Principal, Anna Philip"
REGULATION = {
    "6": "Лучшие практики наставников представляются на августовской конференции. Наставникам"
    " вручается благодарность."
}
ROAD_MAP = {
    "0": "Сентябрь: общая встреча и знакомство участников. Декабрь: семинар наставников. Март:"
    " открытые уроки пар. Май: итоговая встреча. Отвечает куратор программы."
}
THREE_YEAR_PLAN = {
    "1": "The committee meets four times a year, in September, November, February and May. Each"
    " building sends one member; the union sends three, elected by its own.",
    "2": "Mentors apply in April. The facilitator reads each application with one member of the"
    " committee. Training takes place in June and August. A mentor who leaves in the year is"
    " replaced within ten school days.",
    "3": "Modules one and three in the first year, two and four in the second, each shown by a paper."
    " Module five is held in November.",
    "4": "A dispute goes to the facilitator in writing within fifteen school days. Three members of"
    " the committee, none of them of the same school, decide within twenty.",
    "5": "Every beginning teacher has a mentor in the first ten days, and no module is late for want"
    " of a reader.",
}
COMMITTEE = {
    "0": "Ruth Palmer, elementary schools, sent by the union\n"
    "Daniel Osei, high school, sent by the union\n"
    "Miriam Katz, administrators\n"
    "Carol Jennings, the district"
}
PROGRAMME_PLAN = {
    "1": "Teachers who stay, and pupils who are taught by somebody who was not left alone.",
    "2": "Principals keep the weekly hour free. The programme lead visits each school once a term.",
    "3": "A mentor who also teaches has one free period a day for every two teachers.",
}
