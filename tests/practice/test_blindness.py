"""Work of somebody whose name its readers do not learn, however she writes it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from banyan.mentoring.models import Mentorship
from banyan.people.models import Person
from banyan.practice.models import Reading, Submission
from banyan.practice.queries import submissions as queries
from banyan.practice.queries.reviews import addresses_with, without, without_links
from tests.conftest import NOW
from tests.practice.conftest import DAY, World

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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See https://x.org/a.", "See […]"),
        ("See WWW.x.org and go on.", "See […] and go on."),
        ("See my-class.blogspot.com/lesson1 here.", "See […] here."),
        ("It ended.Next day 3.5/4 of them and/or Д.И. came.", None),
    ],
)
def test_an_application_shows_no_link_however_it_is_written(text: str, shown: str | None) -> None:
    assert without_links(text) == (text if shown is None else shown)


def test_a_reader_gets_no_link_that_names_the_author(world: World) -> None:
    world.write("My paper: https://x.org/arun-patel/voices.pdf")
    world.give(world.ravi)
    mine = queries.reading(world.by(world.ravi), Reading.objects.get().pk)
    assert [text for _label, text in mine.texts] == ["My paper: https://x.org/[…]/voices.pdf"]


def test_of_a_place_only_the_whole_name_is_taken_out() -> None:
    places = ("Laurel Hollow School District", "Jaipur")
    text = "In Laurel Hollow School District, a School in Jaipur"
    assert without((), text, places) == "In […], a School in […]"


def test_a_reader_meets_nobody_from_around_the_author(world: World) -> None:
    """Who heads the school, who mentored her before, where it is, how to reach her."""
    cast = world.cast
    district = cast.district.name
    world.write(
        f"{cast.kavita.name} of {district} came with Somu. Write to anyone@x.org or 98765 43210."
    )
    Mentorship.objects.create(
        mentor=cast.somu,
        mentee=cast.arun,
        cohort=world.pair.cohort,
        school=cast.school,
        status="ended",
        proposed_at=NOW,
    )
    world.give(world.ravi)
    mine = queries.reading(world.by(world.ravi), Reading.objects.get().pk)
    assert [text for _label, text in mine.texts] == [
        "[…] of […] came with […]. Write to […] or […]."
    ]


def test_nothing_on_the_page_of_a_reader_says_when_it_was_written(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    world.write(at=NOW - 40 * DAY)
    row = world.give(world.ravi)[0]
    Submission.objects.update(handed_in_at=NOW - 40 * DAY)
    with time_machine.travel(NOW, tick=False):
        browser = signed_in(world.ravi)
        pages = [
            browser.get(url).content.decode()
            for url in (f"/readings/{row.pk}/", "/readings/", "/notices/")
        ]
    written = NOW - 40 * DAY
    spellings = [
        f"{written.day} {written:%B}",
        f"{written.day} {written:%b}",
        f"{written:%Y-%m-%d}",
    ]
    assert [one for one in spellings for page in pages if one in page] == []


def test_a_reader_who_names_herself_is_not_named_to_the_author(world: World) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False, words="Ask me, Ravi, what I mean.")
    world.read(world.sara, False, words="Ravi and Sara agree.")
    arun = world.by(world.cast.arun)
    said = queries.findings(arun, queries.submission(arun, world.handed().submission.pk))
    assert said[-1].comments == ["Ask me, […], what I mean.", "[…] and […] agree."]


def test_an_author_is_reminded_that_readers_open_her_links(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    world.write("It is at https://x.org/2.")
    url = f"/submissions/{world.handed().submission.pk}/"
    with time_machine.travel(NOW, tick=False):
        page = signed_in(world.cast.arun).get(url).content.decode()
    assert "who owns it: https://x.org/2." in page
