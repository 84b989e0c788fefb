"""What in a text looks as if it said who a pupil is, and what only looks so from afar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.kernel.names import GIVEN_EN, GIVEN_HI, GIVEN_RU
from banyan.kernel.pupils import Hit, Sign, checks_out, hits, is_aadhaar, texts_in

NAMING = [
    ("pupil Rohan did well today", "pupil Rohan"),
    ("I asked student Zubeida twice", "student Zubeida"),
    ("a girl called Asha helped", "girl called Asha"),
    ("Rohan Kumar of class 7 asked why", "Rohan Kumar of class 7"),
    ("Meena from class 5B was away", "Meena from class 5B"),
    ("Rohan, a quiet boy in the last row", "Rohan, a quiet boy"),
    ("Imran (class VII) wrote a story", "Imran (class VII"),
    ("Students Rohan and Asha read aloud", "Students Rohan and Asha"),
    ("children like Priya need longer", "children like Priya"),
    ("Rohan's mother came to school", "Rohan's mother"),
    ("छात्र रोहन ने पूछा", "छात्र रोहन"),
    ("मीना नाम की छात्रा चुप रही", "मीना नाम की छात्रा"),
    ("कक्षा 7 की मीना देवी ने पढ़ा", "कक्षा 7 की मीना देवी"),
    ("रोहन कुमार (कक्षा 7) आज आया", "रोहन कुमार (कक्षा 7"),
    ("बच्चा अजय समझ गया", "बच्चा अजय"),
    ("छात्रा रुखसाना ख़ान ने लिखा", "छात्रा रुखसाना ख़ान"),
    ("ученик Иванов ответил", "ученик Иванов"),
    ("девочка по имени Гюзель молчала", "девочка по имени Гюзель"),
    ("Маша из 5а класса читала", "Маша из 5а"),
    ("Петрова Катя, 7 «Б», не поняла", "Петрова Катя, 7 «Б»"),
    ("помогла ученице 7 класса Ивановой", "ученице 7 класса Ивановой"),
]
NUMBERS = [
    (Sign.PHONE, "98765 43210"),
    (Sign.PHONE, "9876512340"),
    (Sign.PHONE, "+91 98765-43210"),
    (Sign.PHONE, "098765 43210"),
    (Sign.PHONE, "९८७६५ ४३२१०"),
    (Sign.PHONE, "079-26301234"),
    (Sign.PHONE, "8 (912) 345-67-89"),
    (Sign.PHONE, "+7 912 345 67 89"),
    (Sign.PHONE, "(860) 555-0134"),
    (Sign.PHONE, "+44 20 7946 0958"),
    (Sign.MAIL, "asha.class7@example.org"),
    (Sign.ROLL, "Roll no. 23"),
    (Sign.ROLL, "admission number 4512"),
    (Sign.ROLL, "अनुक्रमांक 23"),
    (Sign.AADHAAR, "2345 6789 0124"),
    (Sign.AADHAAR, "2345-6789-0124"),
    (Sign.AADHAAR, "२३४५ ६७८९ ०१२४"),
]
ORDINARY = """
Pupils can add fractions with unlike denominators by the end of the lesson.
Students Will Be Able To explain why 3/4 is larger than 2/3.
Student Work Analysis: three bands, and what comes next for each.
Student A said 12, Student B said 21. We compared both ways.
Child Development and Pedagogy, chapter 4, pages 112-118.
Girls Education Week begins on 24 January 2026.
Every student Can Learn is painted on our wall.
Mathematics in class 7: NCERT, chapter 2, exercise 2.3, questions 1 to 9.
Children of class 5 measure the courtyard: 24 m by 18 m, 432 square metres.
Science of class 8 and Social Science of class 6 share one laboratory.
The population of India was 1210854977 in 2011; the world has 8000000000 people.
Write 7500000000 and 9876543210 in words, in both systems.
Place value: 23,45,67,890 and 4,567,890,123 have commas in different places.
The distance to the Sun is 149600000 km; light takes 8 minutes 20 seconds.
ISBN 978-93-5292-123-4, first edition 2019, reprinted 2021-22.
Gandhi's mother and Newton's work are in the reader. Ashoka's edicts, too.
Asha Kiran is the name of a poem. We read it twice and Tara the elephant once.
Group 1: 12 pupils, group 2: 14 pupils, group 3: 9 pupils.
Time on task 09:35-10:15, bell at 10:20, room 204, 2025-2026.
Samples: 1024, 2048, 4096, 8192; pi is 3.14159265358979.
The girl in the second row who rarely speaks explained it to her neighbour.
A boy who joined in November reads Hindi with ease and English with help.
Boys and girls answered equally often. Pupils Who Need More Time got it.
कक्षा 7 के विद्यार्थी भिन्नों को जोड़ सकते हैं।
छात्र अपने उत्तर कॉपी में लिखते हैं और छात्रा दूसरी पंक्ति में बैठती है।
बच्चे खेल में सीखते हैं। विद्यार्थी समूह में काम करते हैं।
कक्षा 5 की पुस्तक, पाठ 3, पृष्ठ 42 से 48 तक।
हर बच्चा सीख सकता है; कोई छात्र पीछे न छूटे।
Ученики 7 класса решают задачи на дроби.
Ученик у доски объясняет, класс слушает и задаёт вопросы.
Задачи из 7 класса, учебник, страница 112, номера 345-349.
Мальчик из третьего ряда сам нашёл ошибку. Девочка рядом помогла.
Роман «Отцы и дети», главы 10-12. Пушкин и Лермонтов в 9 классе.
Картина из 5 класса: «Золотая осень». Тема из 8 класса повторяется.
""".strip().splitlines()


@pytest.mark.parametrize(("text", "found"), NAMING)
def test_a_pupil_who_is_named_is_noticed(text: str, found: str) -> None:
    assert hits([text]) == [Hit(Sign.PUPIL, found)]


@pytest.mark.parametrize(("sign", "number"), NUMBERS)
def test_a_number_of_somebody_is_noticed_wherever_it_stands(sign: Sign, number: str) -> None:
    for text in (number, f"Call {number}.", f"({number}), tomorrow", f"कल {number} पर"):
        assert hits([text]) == [Hit(sign, number)]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_lesson_names_nobody(text: str) -> None:
    assert hits([text]) == []


DIGITS = st.text("0123456789", min_size=11, max_size=11)


def complete(digits: str) -> str:
    return next(digits + last for last in "0123456789" if checks_out(digits + last))


@given(DIGITS)
def test_exactly_one_last_digit_checks_out(digits: str) -> None:
    assert sum(checks_out(digits + last) for last in "0123456789") == 1


@given(DIGITS, st.integers(0, 11), st.integers(1, 9))
def test_one_digit_typed_wrongly_never_checks_out(digits: str, place: int, more: int) -> None:
    number = complete(digits)
    wrong = str((int(number[place]) + more) % 10)
    assert not checks_out(number[:place] + wrong + number[place + 1 :])


@given(DIGITS, st.integers(0, 10))
def test_two_neighbours_exchanged_never_check_out(digits: str, place: int) -> None:
    number = complete(digits)
    a, b = number[place], number[place + 1]
    assert a == b or not checks_out(number[:place] + b + a + number[place + 2 :])


def test_the_example_of_the_scheme_checks_out() -> None:
    assert checks_out("2363")
    assert checks_out("758722")


@given(DIGITS, st.sampled_from(["", " ", "-"]))
def test_an_aadhaar_number_is_found_unless_it_begins_with_0_or_1(digits: str, gap: str) -> None:
    number = complete(digits)
    spelled = gap.join((number[:4], number[4:8], number[8:]))
    found = [hit for hit in hits([f"Her number: {spelled}."]) if hit.sign == Sign.AADHAAR]
    assert is_aadhaar(number) == (number[0] in "23456789")
    assert found == ([Hit(Sign.AADHAAR, spelled)] if is_aadhaar(number) else [])


@given(st.sampled_from(sorted(GIVEN_EN)), st.sampled_from(["pupil", "the boy", "Student"]))
def test_every_name_is_noticed_after_a_word_for_a_pupil(name: str, cue: str) -> None:
    assert len(hits([f"{cue} {name} wrote more."])) == (len(name) > 2)


@given(st.sampled_from(sorted(GIVEN_HI)), st.sampled_from(["छात्र", "बच्ची", "विद्यार्थी"]))
def test_every_name_is_noticed_in_hindi(name: str, cue: str) -> None:
    assert hits([f"{cue} {name} ने लिखा"]) == [Hit(Sign.PUPIL, f"{cue} {name}")]


@given(st.sampled_from(sorted(GIVEN_RU)), st.sampled_from(["ученик", "девочка", "Мальчик"]))
def test_every_name_is_noticed_in_russian(name: str, cue: str) -> None:
    assert hits([f"{cue} {name} читает"]) == [Hit(Sign.PUPIL, f"{cue} {name}")]


@given(st.lists(st.text(max_size=200), max_size=3))
def test_anything_can_be_asked_and_what_is_found_stands_in_the_text(texts: list[str]) -> None:
    found = hits(texts)
    assert len(set(found)) == len(found)


def test_texts_are_found_however_deep_they_are() -> None:
    words = {"text": "a", "rows": [{"said": "b", "count": 3}, ["c"]], "none": None}
    assert texts_in(words) == ["a", "b", "c"]
