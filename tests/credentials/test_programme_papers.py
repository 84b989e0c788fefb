"""Papers of a programme: begun, written, issued, signed, and drawn as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import blueprint
from banyan.credentials import actions
from banyan.credentials.adapter import pdf
from banyan.credentials.models import NamedInPaper, ProgrammePaper
from banyan.credentials.queries import papers as of_pairs
from banyan.credentials.queries import programmes as papers
from banyan.credentials.queries.content import Content
from banyan.credentials.queries.papers import certificate_document
from banyan.credentials.states import Signer
from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import system
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import StageRecord
from blueprint import Blueprint, Document
from tests.conftest import NOW
from tests.credentials.conftest import World
from tests.credentials.test_copying import BY, copied, joined, written

SignedIn = Callable[[Person], Client]
Make = Callable[[str], World]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


EVERY = [
    (code, document.code)
    for code, design in sorted(blueprint.library().items())
    for document in design.documents
]


def way_of(design: Blueprint, document: Document) -> str:
    """Where the product makes it."""
    if document.of == "programme":
        return "a paper of the programme"
    if document == certificate_document(design):
        return "awarded"
    return "a paper of the pair"


@pytest.mark.parametrize(("code", "document"), EVERY)
def test_every_document_that_a_library_file_names_can_be_made(
    code: str, document: str, make: Make, tmp_path: Path
) -> None:
    world = make(code)
    design = blueprint.get(code)
    found = next(one for one in design.documents if one.code == document)
    way, devi = way_of(design, found), world.by(world.cast.devi)
    contents = []
    if way == "a paper of the programme":
        made = paper(world, document)
        contents = [papers.content(made, devi, language) for language in made.languages]
    elif way == "awarded":
        assert found.kind == "certificate"
        assert [one.document for one in of_pairs.awards(world.pair)]
    else:
        mine = [one for one in of_pairs.papers(world.pair, devi) if one.document == found]
        contents = [of_pairs.content(one, devi, lang) for one in mine for lang in one.languages]
    assert contents or way == "awarded"
    for content in contents:
        assert not re.search(r"\{\w+\}", str(asdict(content)))
        drawn = pdf(content, by=BY)
        assert b"pdfuaid" in drawn, "no accessible PDF"
        if content.head:
            words = in_print(content)
            assert joined(copied(drawn, tmp_path, content.tables), words) == words


def in_print(content: Content) -> list[str]:
    """Its words in the order in which an office prints them."""
    head = content.head
    assert head is not None
    number = f"№ {head.number}" if head.number else ""
    said = [head.status, head.organisation]
    if head.approval:
        said += [head.approval[0].upper(), *head.approval[1:], number, head.dated]
    else:
        said += [head.label.upper(), head.dated, number]
    said += [" ".join(written(replace(content, lines=[])))]
    for line in content.lines:
        said += [line.label, line.name, line.signed]
    for table in content.below:
        said += [table.caption, *table.head, *(cell for row in table.rows for cell in row)]
    return " ".join(said).split()


@pytest.mark.parametrize("code", sorted(blueprint.library()))
def test_every_artefact_that_is_a_document_leads_to_it(
    code: str, make: Make, signed_in: SignedIn
) -> None:
    world = make(code)
    browser = signed_in(world.cast.devi)
    programme = world.pair.cohort.programme
    page = browser.get(reverse("programmes:stages", args=[programme.code])).content.decode()
    for stage in blueprint.get(code).stages:
        for artefact in stage.artefacts:
            if artefact.document:
                url = reverse("credentials:of_document", args=[programme.code, artefact.document])
                assert f'href="{url}"' in page
                assert browser.get(url).status_code == 200


def paper(world: World, document: str, person: Person | None = None) -> papers.Issue:
    cohort = world.pair.cohort
    found = papers.document_of(cohort.programme, document)
    row = actions.begin(
        cohort.programme,
        document,
        by=world.by(person or world.cast.devi),
        cohort=cohort if papers.of_a_cohort(found) else None,
    )
    return papers.told(row)


def write(world: World, row: ProgrammePaper, **said: object) -> ProgrammePaper:
    values = {"language": row.language, "sections": {}, "version": row.version} | said
    return actions.write(row, by=world.by(world.cast.devi), **values)  # type: ignore[arg-type]


def issue(world: World, document: str, **said: object) -> papers.Issue:
    row = write(world, paper(world, document).row, **said)
    return papers.told(actions.issue(row, by=world.by(world.cast.devi)))


ORDER = {
    "number": "12-н",
    "dated_on": date(2026, 1, 12),
    "signatory": "Директор школы, А. П. Громова",
}


def test_a_russian_order_names_its_pairs_its_number_and_its_day(make: Make) -> None:
    world = make("ru_target_model")
    made = issue(world, "pairs_order", **ORDER)
    content = papers.content(made, world.by(world.cast.devi), "ru")
    assert content.head is not None
    assert (content.head.label, content.head.number) == ("Приказ", "12-н")
    assert content.head.dated == "12 января 2026"
    assert content.title == "О назначении наставников и закреплении наставнических пар"
    (pairs,), (acquainted,) = content.tables, content.below
    assert pairs.head == ["№", "Наставник", "Наставляемый", "Школа", "С какого дня"]
    assert [row[1:3] for row in pairs.rows] == [["Meera Iyer", "Arun Patel"]]
    assert {row[0] for row in acquainted.rows} == {"Meera Iyer", "Arun Patel"}
    assert (content.lines[0].label, content.lines[0].name) == ("Директор школы", "А. П. Громова")
    assert "ПРИКАЗЫВАЮ:" in content.parts[0].text


def test_an_order_is_not_issued_without_its_number_and_day(make: Make) -> None:
    world = make("ru_target_model")
    row = paper(world, "launch_order").row
    with pytest.raises(Refused, match="needs its number and its date"):
        actions.issue(row, by=world.by(world.cast.devi))


def test_a_paper_of_words_alone_is_not_issued_empty(make: Make) -> None:
    world = make("ct_team")
    row = paper(world, "committee_list").row
    with pytest.raises(Refused, match="Nothing is written"):
        actions.issue(row, by=world.by(world.cast.devi))
    write(world, row, sections={"0": "Ann Lee, the union"})
    made = actions.issue(papers.told(row).row, by=world.by(world.cast.devi))
    assert made.status == "in_force", "nobody signs it"


def test_in_force_it_is_there_for_its_stage_and_withdrawn_it_is_not(make: Make) -> None:
    world = make("ru_target_model")
    devi = world.by(world.cast.devi)
    made = issue(world, "launch_order", **ORDER)
    assert (made.row.status, StageRecord.objects.count()) == ("to_sign", 0)
    actions.approve(made, Signer.PRINCIPAL, made.edition, by=devi)
    row = papers.paper(devi, made.row.pk).row
    assert row.status == "in_force"
    assert StageRecord.objects.get().key == "conditions/launch_order"
    actions.withdraw_paper(row, by=devi)
    assert StageRecord.objects.count() == 0


def test_what_is_issued_stays_as_it_was(make: Make) -> None:
    world = make("ru_target_model")
    made = issue(world, "pairs_order", **ORDER)
    world.cast.meera.name = "Meera Rao"
    world.cast.meera.save()
    programme = made.row.programme
    programme.name = "Another"
    programme.save()
    content = papers.content(papers.told(made.row), world.by(world.cast.devi), "ru")
    assert "Another" not in str(content)
    assert "Meera Iyer" in str(content.tables)
    assert NamedInPaper.objects.count() == 2


def test_a_newer_edition_takes_its_place_and_keeps_what_was_written(make: Make) -> None:
    world = make("ct_team")
    devi = world.by(world.cast.devi)
    first = issue(world, "three_year_plan", sections={"1": "We meet monthly."})
    actions.approve(first, Signer.COORDINATOR, first.edition, by=devi)
    second = paper(world, "three_year_plan")
    assert (second.row.edition, second.row.sections) == (2, {"1": "We meet monthly."})
    with pytest.raises(Refused, match="under way already"):
        paper(world, "three_year_plan")
    made = papers.told(actions.issue(second.row, by=devi))
    actions.approve(made, Signer.COORDINATOR, made.edition, by=devi)
    statuses = ProgrammePaper.objects.order_by("edition").values_list("status", flat=True)
    assert list(statuses) == ["replaced", "in_force"]


def test_two_who_write_at_once_do_not_lose_each_others_words(make: Make) -> None:
    world = make("ct_team")
    row = paper(world, "three_year_plan").row
    write(world, row, sections={"1": "Monthly."})
    with pytest.raises(Stale, match="Somebody has saved"):
        write(world, row, version=0, sections={"1": "Never."})
    assert ProgrammePaper.objects.get().sections == {"1": "Monthly."}


def test_an_issued_paper_is_changed_only_after_it_is_taken_back(make: Make) -> None:
    world = make("ru_target_model")
    made = issue(world, "launch_order", **ORDER)
    with pytest.raises(Refused, match="its words stay"):
        write(world, made.row, sections={})
    row = actions.take_back(made.row, by=world.by(world.cast.devi))
    write(world, row, number="13", dated_on=date(2026, 1, 13))
    again = papers.told(actions.issue(ProgrammePaper.objects.get(), by=world.by(world.cast.devi)))
    with pytest.raises(Stale, match="words of this document have changed"):
        actions.approve(again, Signer.PRINCIPAL, made.edition, by=world.by(world.cast.devi))


@pytest.mark.parametrize("who", ["arun", "meera", "omar", "kavita", "nandan", "asha", "somu"])
def test_only_a_coordinator_of_the_programme_makes_papers(world: World, who: str) -> None:
    with pytest.raises(Refused):
        paper(world, "three_year_plan", getattr(world.cast, who))


def readers(world: World, row: ProgrammePaper, signed_in: SignedIn) -> set[str]:
    everybody = ("arun", "meera", "devi", "omar", "kavita", "nandan", "asha", "somu")
    url = reverse("credentials:paper", args=[row.pk])
    return {
        who for who in everybody if signed_in(getattr(world.cast, who)).get(url).status_code == 200
    }


def test_who_reads_a_paper_and_who_cannot_tell_that_it_is_there(
    make: Make, signed_in: SignedIn
) -> None:
    world = make("ru_target_model")
    devi = world.by(world.cast.devi)
    order = issue(world, "pairs_order", **ORDER)
    plan = issue(world, "regulation")
    assert readers(world, order.row, signed_in) == {"devi", "nandan"}
    assert readers(world, plan.row, signed_in) == {"devi", "nandan"}
    for made in (order, plan):
        actions.approve(made, Signer.PRINCIPAL, made.edition, by=devi)
    assert readers(world, order.row, signed_in) == {"devi", "nandan"}, "it names people"
    everybody = {"arun", "meera", "devi", "omar", "kavita", "nandan", "asha", "somu"}
    assert readers(world, plan.row, signed_in) == everybody
    draft = paper(world, "road_map")
    assert readers(world, draft.row, signed_in) == {"devi"}


def test_the_head_signs_herself_and_nobody_else_does(make: Make, signed_in: SignedIn) -> None:
    world = make("ru_target_model")
    organisations.give_role(
        world.cast.asha, world.cast.state, Role.PRINCIPAL, by=system(NOW), starts_on=NOW.date()
    )
    made = issue(world, "launch_order", **ORDER)
    page = signed_in(world.cast.asha).get(reverse("credentials:paper", args=[made.row.pk]))
    assert "Sign as Head of the organisation" in page.content.decode()
    signed_in(world.cast.asha).post(
        reverse("credentials:approve_paper", args=[made.row.pk]),
        {"signer": "principal", "edition": made.edition},
    )
    found = papers.paper(world.by(world.cast.devi), made.row.pk)
    assert found.row.status == "in_force"
    assert not found.signatures[Signer.PRINCIPAL].on_paper
    with pytest.raises(Refused):
        actions.approve(made, Signer.PRINCIPAL, made.edition, by=world.by(world.cast.nandan))


# Pages


def test_a_paper_is_begun_written_issued_and_kept_in_the_product(
    make: Make, signed_in: SignedIn
) -> None:
    world = make("ru_target_model")
    browser = signed_in(world.cast.devi)
    code = world.pair.cohort.programme.code
    begun = browser.post(
        reverse("credentials:begin_paper", args=[code, "pairs_order"]),
        {"cohort": world.pair.cohort_id},
    )
    row = ProgrammePaper.objects.get()
    address = reverse("credentials:write_paper", args=[row.pk])
    assert begun["Location"] == address
    form = {"language": "ru", "version": "0", "number": "7", "dated_on": "31.02.2026"}
    wrong = browser.post(address, form | {"section_4": "5. Провести собрание."})
    assert wrong.status_code == 422
    assert "5. Провести собрание." in wrong.content.decode()
    saved = browser.post(
        address, form | {"dated_on": "2026-01-12", "section_4": "5. Провести собрание."}
    )
    where = reverse("credentials:paper", args=[row.pk])
    assert saved["Location"] == where
    assert "5. Провести собрание." in browser.get(where).content.decode()
    browser.post(reverse("credentials:paper_issue", args=[row.pk]))
    kept = browser.get(reverse("credentials:paper_pdf", args=[row.pk]))
    assert kept.content.startswith(b"%PDF-")
    listed = browser.get(reverse("credentials:papers", args=[code])).content.decode()
    assert "To be signed" in listed


def test_a_list_of_papers_costs_the_same_for_one_and_for_three(
    make: Make, signed_in: SignedIn, django_assert_num_queries: Callable[[int], object]
) -> None:
    world = make("ru_target_model")
    browser = signed_in(world.cast.devi)
    url = reverse("credentials:papers", args=[world.pair.cohort.programme.code])
    paper(world, "launch_order")
    browser.get(url)
    with django_assert_num_queries(LIST):  # type: ignore[attr-defined]
        browser.get(url)
    paper(world, "regulation")
    paper(world, "road_map")
    with django_assert_num_queries(LIST):  # type: ignore[attr-defined]
        browser.get(url)


LIST = 5
