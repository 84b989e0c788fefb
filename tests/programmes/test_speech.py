"""Sentences of the catalogue in a programme's own words, in the case that each sentence wants."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import get_language, gettext, ngettext, override, pgettext

import banyan
import blueprint
from banyan.programmes.queries.speech import AT_LARGE, Speech, own_words
from banyan.ui.dialect import Dialect, speaking


def dialect(code: str, language: str) -> Dialect:
    return Dialect(language, Speech(language, own_words(blueprint.get(code), language)).say)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Choose another mentor", "Choose another new teacher mentor"),
        (
            "The mentor takes no new teachers now.",
            "The new teacher mentor takes no new teachers now.",
        ),
        (
            "Only the mentor or a coordinator can do this.",
            "Only the new teacher mentor or a programme manager can do this.",
        ),
        ("Why would you like to mentor?", "Why would you like to mentor?"),
        (
            "%(name)s has no free place for a teacher.",
            "%(name)s has no free place for a new teacher.",
        ),
        ("Mentors and their seats", "New teacher mentors and their seats"),
        (
            "the mentor is the teacher’s own principal",
            "the new teacher mentor is the new teacher’s own school leader",
        ),
        ("%(mentor)s and %(teacher)s", "%(mentor)s and %(teacher)s"),
    ],
)
def test_english_takes_number_article_and_possessive(said: str, expected: str) -> None:
    with override("en"), speaking(dialect("cps_induction", "en")):
        assert gettext(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Teachers of this cohort", "Наставляемые этого потока"),
        ("Name of the teacher", "Имя наставляемого"),
        ("Only the teacher can do this.", "Это может сделать только наставляемый."),
        (
            "Talk with the readers and with the teacher, then record the result. You do not see "
            "the work itself.",
            "Поговорите с рецензентами и с наставляемым, затем запишите результат. Саму работу вы "
            "не видите.",
        ),
        (
            "This account is closed. Ask your coordinator to open it again.",
            "Эта учётная запись закрыта. Попросите куратора открыть её снова.",
        ),
    ],
)
def test_russian_takes_number_and_case(said: str, expected: str) -> None:
    with override("ru"), speaking(dialect("ru_target_model", "ru")):
        assert (
            pgettext("button", said) if said == "Open for teachers" else gettext(said)
        ) == expected


def test_russian_tells_the_accusative_from_the_genitive_where_they_differ() -> None:
    with override("ru"), speaking(dialect("peer", "ru")):
        assert gettext("Choose another mentor") == "Выбрать другого наставника-коллегу"
        assert gettext("Without a mentor") == "Без наставника-коллеги"
        assert ngettext(
            "%(count)s teacher without a mentor so far",
            "%(count)s teachers without a mentor so far",
            3,
        ) == "%(count)s коллеги пока без наставника-коллеги"  # fmt: skip


def test_hindi_takes_the_oblique_before_a_postposition() -> None:
    own = {
        "teacher": {
            ("one", "nominative"): "चेला", ("many", "nominative"): "चेले",
            ("one", "oblique"): "चेले", ("many", "oblique"): "चेलों",
        }
    }  # fmt: skip
    with override("hi"), speaking(Dialect("hi", Speech("hi", own).say)):
        assert gettext("Your teachers") == "आपके चेले"
        assert gettext("A few words for the teacher") == "चेले के लिए कुछ शब्द"
        assert pgettext("role", "Teacher") == "चेला"


def test_a_form_that_nobody_gave_leaves_the_everyday_word() -> None:
    own = {"mentor": {("one", "nominative"): "проводник", ("many", "nominative"): "проводники"}}
    with override("ru"), speaking(Dialect("ru", Speech("ru", own).say)):
        assert gettext("Without a mentor") == "Без наставника"
        assert pgettext("role", "Mentor") == "Проводник"


def test_everyday_words_in_a_language_of_which_the_blueprint_has_none() -> None:
    assert own_words(blueprint.get("in_nmm"), "en") == {}
    assert own_words(blueprint.get("ru_target_model"), "hi") == {}


def test_what_was_spoken_before_is_spoken_again() -> None:
    with override("ru"):
        plain = gettext("Without a mentor")
        with speaking(dialect("peer", "ru")):
            assert (gettext("Without a mentor") != plain, get_language()) == (True, "ru")
        assert (gettext("Without a mentor"), get_language()) == (plain, "ru")


def test_sentences_about_people_at_large_are_sentences_of_the_product() -> None:
    catalogue = Path(banyan.__path__[0], "locale/ru/LC_MESSAGES/django.po").read_text("utf-8")
    joined = re.sub(r'"\n"', "", catalogue).replace('\\"', '"')
    assert [said for said in AT_LARGE if f'"{said}"' not in joined] == []


def test_a_word_from_a_file_brings_no_markup_and_no_place_into_a_sentence() -> None:
    """What the catalogue says is not escaped on its way to the page."""
    word = '<img src=x onerror="y">%(z)s{z}&lt;'
    design = blueprint.get("cps_induction")
    text = blueprint.Text.model_validate({"en": word})
    mentor = design.words.mentor.model_copy(update={"one": text, "many": text, "cases": ()})
    design = design.model_copy(update={"words": design.words.model_copy(update={"mentor": mentor})})
    say = Speech("en", own_words(design, "en")).say
    with override("en"), speaking(Dialect("en", say)):
        for said in (
            Template('{% load i18n %}{% translate "Choose another mentor" %}').render(Context()),
            gettext("Choose another mentor"),
        ):
            assert said == "Choose another ‹img src=x onerror=”y”›％(z)s(z)＆lt;"
            assert (said % {}, said.format()) == (said, said)
