"""Documents made of data and signed by those they name; certificates that can be checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest
import time_machine
import typst
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import translation

import blueprint
from banyan.credentials import actions
from banyan.credentials.adapter import TEMPLATE, pdf, qr
from banyan.credentials.models import Certificate, Signature
from banyan.credentials.queries import certificates, papers
from banyan.credentials.queries.content import BLANK, Content, Part, Table
from banyan.credentials.states import Signer
from banyan.kernel.decision import Refused, Stale
from banyan.mentoring.models import StepRecord
from banyan.notifications.models import Notice
from banyan.people.models import Person
from banyan.trail import actions as trail
from banyan.ui.paper import FONTS
from tests.conftest import NOW
from tests.credentials.conftest import World

SignedIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def words(world: World, name: str, person: Person, language: str) -> str:
    found = papers.content(world.paper(name, person), world.by(person), language)
    return "\n".join(f"{part.heading}\n{part.text}" for part in found.parts)


@pytest.mark.parametrize("code", sorted(blueprint.library()))
def test_every_document_of_every_programme_is_filled_and_drawn(
    code: str, make: Callable[[str], World]
) -> None:
    world = make(code)
    viewer = world.by(world.cast.arun)
    for paper in papers.papers(world.pair, viewer):
        for language in paper.languages:
            content = papers.content(paper, viewer, language)
            assert not re.search(r"\{\w+\}", str(asdict(content))), paper.name
            drawn = pdf(content, by="TEAM")
            assert drawn.startswith(b"%PDF-")
            assert b"pdfuaid" in drawn, f"{paper.name} in {language} is no accessible PDF"


WITH_CERTIFICATE = [
    code for code, design in sorted(blueprint.library().items())
    if papers.certificate_document(design)
]  # fmt: skip


@pytest.mark.parametrize("code", WITH_CERTIFICATE)
def test_the_certificate_of_every_programme_is_drawn_in_all_its_languages(
    code: str, make: Callable[[str], World]
) -> None:
    world = make(code)
    world.complete()
    made = world.award()
    check = ("https://example.org/certificates/x/", "Check it:", "QR code")
    for language in certificates.languages(made):
        content = certificates.content(made, language)
        assert content.language == language
        assert b"pdfuaid" in pdf(content, by="x", check=check)


def test_the_agreement_says_who_and_since_when(world: World) -> None:
    said = words(world, "mentoring_agreement", world.cast.arun, "en")
    assert "Arun Patel and Meera Iyer work together in Наставник रोज़ #1 from 1 October 2025" in said


def test_a_document_is_made_in_the_language_that_was_asked_for(
    make: Callable[[str], World],
) -> None:
    world = make("peer")
    assert "1 октября 2025" in words(world, "agreement", world.cast.arun, "ru")
    assert "1 अक्टूबर 2025" in words(world, "agreement", world.cast.arun, "hi")
    with translation.override("hi"):
        assert papers.language_for(("en", "hi"), "") == "hi"
        assert papers.language_for(("ru", "en"), "") == "ru"
        assert papers.language_for(("ru", "en"), "en") == "en"


def test_what_people_wrote_is_no_markup(world: World) -> None:
    world.cast.arun.name = 'A"] #panic("x") *b* $1$ @c <d> {teacher} \\ `e`'
    world.pair.mentee = world.cast.arun
    content = papers.content(
        papers.paper(world.pair, "mentoring_agreement", world.by(world.cast.meera)),
        world.by(world.cast.meera),
        "en",
    )
    assert '#panic("x")' in content.parts[0].text
    assert pdf(content, by="x").startswith(b"%PDF-")


def test_a_name_in_letters_that_our_fonts_lack_still_makes_a_file() -> None:
    content = Content("en", "આરુણ", [Part("", "ಅರುಣ್ 🙂")], [], [])
    assert pdf(content, by="x").startswith(b"%PDF-")


def test_our_fonts_draw_all_three_scripts() -> None:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    assert {"Noto Sans", "Noto Sans Devanagari"} <= set(fonts.families())
    content = Content(
        "hi",
        "Сертификат प्रमाणपत्र",
        [Part("Шаг", "श्री क्षत्रिय ज्ञान ₹ “x” №")],
        [Table("t", ["a", "b"], [["1", "2"]], [1, 1])],
        [],
    )
    assert b"pdfuaid" in pdf(content, by="x")
    assert TEMPLATE.exists()


# Signing


def test_when_all_have_signed_the_step_is_done(world: World) -> None:
    cast = world.cast
    world.sign("mentoring_agreement", cast.arun, "teacher")
    assert not StepRecord.objects.filter(mentorship=world.pair, status="done").exists()
    world.sign("mentoring_agreement", cast.meera, "mentor")
    done = StepRecord.objects.get(mentorship=world.pair, status="done")
    assert done.key == "agreement"
    assert world.paper("mentoring_agreement", cast.arun).missing == []


@pytest.mark.parametrize(
    ("who", "signer"),
    [
        ("meera", "teacher"),
        ("arun", "mentor"),
        ("devi", "teacher"),
        ("devi", "coordinator"),
        ("kavita", "teacher"),
        ("somu", "mentor"),
    ],
)
def test_nobody_signs_for_another(world: World, who: str, signer: str) -> None:
    with pytest.raises(Refused):
        world.sign("mentoring_agreement", getattr(world.cast, who), signer)


def test_nobody_signs_twice_or_words_that_have_changed(world: World) -> None:
    arun = world.cast.arun
    before = world.paper("mentoring_agreement", arun)
    world.sign("mentoring_agreement", arun, "teacher")
    with pytest.raises(Refused, match="signed already"):
        world.sign("mentoring_agreement", arun, "teacher")
    with pytest.raises(Stale):  # a page that was open in another tab
        actions.sign(_unread(before), Signer.TEACHER, before.edition, by=world.by(arun))
    with pytest.raises(Stale, match="words of this document have changed"):
        paper = world.paper("mentoring_agreement", world.cast.meera)
        actions.sign(paper, Signer.MENTOR, "another", by=world.by(world.cast.meera))
    assert Signature.objects.count() == 1


def _unread(paper: papers.Paper) -> papers.Paper:
    paper.__dict__["signatures"] = {}
    return paper


def test_new_words_are_signed_anew_and_old_signatures_stay(world: World) -> None:
    world.sign("mentoring_agreement", world.cast.arun, "teacher")
    world.pair.mentor.name = "Meera Iyer-Rao"
    assert len(world.paper("mentoring_agreement", world.cast.arun).missing) == 2
    assert Signature.objects.count() == 1


def test_what_a_principal_signs_on_paper_the_coordinator_records(
    make: Callable[[str], World],
) -> None:
    world = make("ru_target_model")
    world.sign("pair_order", world.cast.devi, "principal")
    lines = papers.content(
        world.paper("pair_order", world.cast.arun), world.by(world.cast.arun), "en"
    ).lines
    assert [line.name for line in lines] == [BLANK]
    assert "recorded by Devi Nair" in lines[0].signed


def test_goals_stand_in_a_document_for_those_who_may_read_them(world: World) -> None:
    StepRecord.objects.create(
        mentorship=world.pair,
        key="module_1/goal",
        status="done",
        done_on=NOW.date(),
        words={"need": "A violet goal"},
        readers="pair",
    )
    seen = {
        who: "A violet goal"
        in str(
            papers.content(
                world.paper("mentoring_plan", getattr(world.cast, who)),
                world.by(getattr(world.cast, who)),
                "en",
            ).tables
        )
        for who in ("arun", "meera", "devi")
    }
    assert seen == {"arun": True, "meera": True, "devi": False}


# Certificates


def test_a_certificate_follows_completion_and_comes_once(world: World) -> None:
    with pytest.raises(Refused, match="when the pair is completed"):
        world.award()
    world.complete()
    made = world.award()
    assert (made.holder_name, made.issued_on) == ("Arun Patel", NOW.date())
    assert len(made.code) == 20
    with pytest.raises(Refused, match="awarded already"):
        world.award()
    trail.deliver_open(now=NOW)
    assert Notice.objects.get(kind="certificate.awarded").person == world.cast.arun


@pytest.mark.parametrize("who", ["arun", "meera", "omar", "kavita", "asha", "somu"])
def test_only_a_coordinator_of_the_school_awards_it(world: World, who: str) -> None:
    world.complete()
    with pytest.raises(Refused):
        actions.award(papers.awards(world.pair)[0], by=world.by(getattr(world.cast, who)))


def test_its_words_stay_as_they_were(world: World) -> None:
    world.complete()
    made = world.award()
    world.cast.arun.name = "Arun P."
    world.cast.arun.save()
    found = certificates.content(Certificate.objects.get(pk=made.pk), "en")
    assert found.parts[0].text.startswith("Arun Patel has completed Наставник रोज़ #1")


def test_one_whose_words_were_erased_still_opens(world: World, signed_in: SignedIn) -> None:
    world.complete()
    made = world.award()
    Certificate.objects.update(words={}, holder_name="")
    address = reverse("credentials:certificate", args=[made.code])
    for browser in (Client(), signed_in(world.cast.arun)):
        page = browser.get(address)
        assert page.status_code == 200
        assert "Certificate" in page.content.decode()
    arun = signed_in(world.cast.arun)
    assert arun.get(reverse("credentials:own")).status_code == 200
    kept = arun.get(reverse("credentials:certificate_pdf", args=[made.code]))
    assert kept.content.startswith(b"%PDF-")


def test_everybody_with_the_code_can_check_it(world: World, signed_in: SignedIn) -> None:
    world.complete()
    made = world.award()
    address = reverse("credentials:certificate", args=[made.code])
    shown = Client().get(address)
    page = shown.content.decode()
    assert shown.status_code == 200
    assert [
        words in page
        for words in ("This certificate is valid", "Arun Patel", "Наставник रोज़ #1", "noindex")
    ] == [True] * 4
    assert [words in page for words in ("Meera", "Sabarmati", ".pdf")] == [False] * 3
    other = made.code[:-1] + ("x" if made.code[-1] != "x" else "y")
    assert Client().get(reverse("credentials:certificate", args=[other])).status_code == 404
    signed_in(world.cast.arun).post(reverse("credentials:hide_name", args=[made.code]))
    assert "Arun Patel" not in Client().get(address).content.decode()
    actions.withdraw_certificate(
        certificates.certificate(world.by(world.cast.devi), made.code),
        by=world.by(world.cast.devi),
    )
    assert "no longer holds" in Client().get(address).content.decode()


def test_the_file_is_for_its_holder_and_leads_to_the_page(
    world: World, signed_in: SignedIn
) -> None:
    world.complete()
    made = world.award()
    address = reverse("credentials:certificate_pdf", args=[made.code])
    with override_settings(PUBLIC_URL="https://banyan.example.org"):
        answer = signed_in(world.cast.arun).get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert f"https://banyan.example.org/certificates/{made.code}/".encode() in answer.content
    assert b"testserver" not in answer.content
    for who in ("meera", "omar", "kavita", "somu"):
        assert signed_in(getattr(world.cast, who)).get(address).status_code == 404
    assert qr("https://example.org/x").startswith("<?xml")


# Pages


def test_what_concerns_the_mentor_alone_is_not_for_her_teacher(
    make: Callable[[str], World],
) -> None:
    world = make("cps_induction")

    def names(person: Person) -> set[str]:
        return {one.name for one in papers.papers(world.pair, world.by(person))}

    letters = {"stipend_statement", "warning_letter", "offboarding_decision"}
    assert names(world.cast.devi) & letters == letters
    assert names(world.cast.meera) & letters == set(), "nothing is sent yet"
    assert "role_agreement" in names(world.cast.meera)
    world.sign("warning_letter", world.cast.devi, "coordinator")
    assert names(world.cast.meera) & letters == {"warning_letter"}
    assert {one for one in names(world.cast.arun) if one in letters | {"role_agreement"}} == set()


def test_documents_are_read_signed_and_kept_in_the_product(
    world: World, signed_in: SignedIn
) -> None:
    browser = signed_in(world.cast.arun)
    where = [world.pair.pk, "mentoring_agreement"]
    overview = browser.get(reverse("credentials:documents", args=where[:1])).content.decode()
    assert "Mentoring agreement" in overview
    address = reverse("credentials:document", args=where)
    page = browser.get(address).content.decode()
    found = re.search(r'name="edition" value="(\w+)"', page)
    assert found is not None
    sign = browser.post(
        reverse("credentials:sign", args=where), {"signer": "teacher", "edition": found[1]}
    )
    assert sign["Location"] == address
    assert "Signed on 14 January 2026" in browser.get(address).content.decode()
    kept = browser.get(reverse("credentials:document_pdf", args=where))
    assert kept.content.startswith(b"%PDF-")


@pytest.mark.parametrize("who", ["omar", "kavita", "nandan", "asha", "somu"])
def test_a_stranger_cannot_tell_that_it_exists(world: World, signed_in: SignedIn, who: str) -> None:
    browser = signed_in(getattr(world.cast, who))
    for name, args in (
        ("documents", [world.pair.pk]),
        ("document", [world.pair.pk, "mentoring_agreement"]),
        ("document_pdf", [world.pair.pk, "mentoring_agreement"]),
    ):
        assert browser.get(reverse(f"credentials:{name}", args=args)).status_code == 404


def test_the_papers_of_a_pair_cost_the_same_signed_or_not(
    world: World, signed_in: SignedIn, django_assert_num_queries: Any
) -> None:
    browser = signed_in(world.cast.arun)
    url = reverse("credentials:documents", args=[world.pair.pk])
    browser.get(url)
    with django_assert_num_queries(DOCUMENTS):
        browser.get(url)
    world.sign("mentoring_agreement", world.cast.arun, "teacher")
    world.sign("mentoring_agreement", world.cast.meera, "mentor")
    world.sign("mentoring_plan", world.cast.arun, "teacher")
    with django_assert_num_queries(DOCUMENTS):
        browser.get(url)


def test_a_list_of_certificates_costs_the_same_for_one_and_for_three(
    make: Callable[[str], World], signed_in: SignedIn, django_assert_num_queries: Any
) -> None:
    url = reverse("credentials:own")

    def awarded(code: str) -> World:
        made = make(code)
        made.complete()
        made.award()
        return made

    browser = signed_in(awarded("ct_team").cast.arun)
    browser.get(url)
    with django_assert_num_queries(OWN):
        browser.get(url)
    awarded("peer")
    awarded("school_inhouse")
    with django_assert_num_queries(OWN):
        page = browser.get(url).content.decode()
    assert page.count("/certificates/") >= 3


def test_a_page_that_confirms_costs_two_queries_to_a_stranger(
    world: World, django_assert_num_queries: Any
) -> None:
    world.complete()
    made = world.award()
    with django_assert_num_queries(2):
        Client().get(reverse("credentials:certificate", args=[made.code]))


DOCUMENTS = 8
OWN = 5
