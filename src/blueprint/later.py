"""Why somebody would rather not be reminded now, where her programme's file says nothing of it. The
reasons are our own: each is a fact of school life, and none of them blames."""

from functools import cache

from blueprint.language import Blueprint, Coded

_REASONS = (
    ("exams", "Examinations or reports", "परीक्षाएँ या रिपोर्ट", "Экзамены или отчёты"),
    ("duty", "Another duty: election, census, training", "दूसरी ड्यूटी: चुनाव, जनगणना, प्रशिक्षण",
     "Другая обязанность: выборы, перепись, обучение"),
    ("health", "Health or family", "स्वास्थ्य या परिवार", "Здоровье или семья"),
    ("network", "No network or no device", "नेटवर्क या उपकरण नहीं है", "Нет связи или устройства"),
    ("otherwise", "We meet in another way", "हम किसी और तरह से मिलते हैं", "Мы встречаемся иначе"),
    ("full", "There is too much else just now", "अभी बहुत कुछ और है", "Сейчас слишком много другого"),
)  # fmt: skip


@cache
def house_reasons() -> tuple[Coded, ...]:
    """The reasons of the house, in their order."""
    return tuple(
        Coded.model_validate({"code": code, "title": {"en": en, "hi": hi, "ru": ru}})
        for code, en, hi, ru in _REASONS
    )


def not_now_reasons(design: Blueprint) -> tuple[Coded, ...]:
    """The reasons that people of this blueprint can give: as its file says, or the house."""
    return design.nudges.not_now_reasons or house_reasons()
