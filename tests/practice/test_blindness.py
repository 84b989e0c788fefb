"""Work of somebody whose name its readers do not learn, however she writes it."""

from __future__ import annotations

import time

import pytest

from banyan.practice.models import Reading
from banyan.practice.queries import submissions as queries
from banyan.practice.queries.reviews import addresses_with, without
from tests.practice.conftest import World

OF_GUJARAT = ("Arun Patel", "Meera Iyer", "KV Sabarmati")


@pytest.mark.parametrize(
    ("names", "text", "left"),
    [
        (OF_GUJARAT, "ARUN PATEL, arun  patel and Arun’s class", "[…], […] and […]’s class"),
        (OF_GUJARAT, "A. Patel of KV SABARMATI", "A. […] of […]"),
        (OF_GUJARAT, "Arunbhai asked Meeraben", "[…] asked […]"),
        (OF_GUJARAT, "https://x.org/arun_patel-3.pdf", "https://x.org/[…]-3.pdf"),
        (OF_GUJARAT, "arun.k@x.org, arunpatel@x.org", "[…].k@x.org, […]@x.org"),
        (OF_GUJARAT, "Aruna in Arunachal", "Aruna in Arunachal"),
        (("Ram Das",), "https://instagram.com/dashboard", "https://instagram.com/dashboard"),
        (("Will Joy",), "I will write with joy. Will did.", "I will write with joy. […] did."),
        (("राम कुमार",), "रामायण में राम और कुमारजी", "रामायण में […] और […]"),
        (("Иванова Анна",), "Ивановой Анне, ИВАНОВА", "[…], […]"),
        (("Роман Петров",), "Романтика Роману Петрову", "Романтика […]"),
        (("José Paz",), "Jose\u0301 Paz", "[…]"),
        (("Al Xu",), "AL XU and Al", "[…] and Al"),
        ((), "As it is", "As it is"),
    ],
)
def test_a_name_is_taken_out_however_it_is_written(
    names: tuple[str, ...], text: str, left: str
) -> None:
    assert without(names, text) == left


@pytest.mark.parametrize("text", ["a" * 60_000, "arun." * 12_000, "arun" + "." * 60_000])
def test_a_text_made_to_be_slow_is_not(text: str) -> None:
    began = time.process_time()
    without(OF_GUJARAT, text)
    assert time.process_time() - began < 2


def test_an_author_is_shown_the_addresses_that_would_lead_nowhere() -> None:
    texts = ["See https://x.org/Arun/1 and https://x.org/2.", "Arun wrote it."]
    assert addresses_with(OF_GUJARAT, texts) == ["https://x.org/Arun/1"]


def test_a_reader_gets_no_link_that_names_the_author(world: World) -> None:
    world.write("My paper: https://x.org/arun-patel/voices.pdf")
    world.give(world.ravi)
    mine = queries.reading(world.by(world.ravi), Reading.objects.get().pk)
    assert [text for _label, text in mine.texts] == ["My paper: https://x.org/[…]/voices.pdf"]
