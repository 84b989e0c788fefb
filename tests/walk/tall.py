"""Words for the roles that nobody could mistake for those of another programme."""

from __future__ import annotations

import re

import blueprint
from banyan.credentials.models import ProgrammePaper, Signature
from banyan.credentials.queries import papers, programmes
from banyan.mentoring.queries.mentorships import mentorship
from banyan.notifications.models import Notice
from banyan.organisations.queries import viewer_for
from banyan.programmes.models import Cohort, Design, Programme
from banyan.programmes.queries.designs import file_named
from banyan.programmes.states import DesignStatus
from tests.conftest import NOW
from tests.walk.conftest import Story

OWN = {
    "mentor": "tallmentor", "teacher": "tallteacher", "coordinator": "tallcoordinator",
    "reviewer": "tallreviewer", "principal": "tallprincipal", "nodal_officer": "tallofficer",
}  # fmt: skip


def in_tall_words(code: str, version: str) -> str:
    """The file of a blueprint under another code, with unmistakable words for the roles."""
    said = "".join(
        f"  {role}: {{one: {{en: {word}}}, many: {{en: {word}s}}}}\n" for role, word in OWN.items()
    )
    text = re.sub(
        r"^words:\n.*?(?=^\S)", f"words:\n{said}", file_named(code, version),
        count=1, flags=re.MULTILINE | re.DOTALL,
    )  # fmt: skip
    return re.sub(r"^code: .*$", f"code: tall_{code}", text, count=1, flags=re.MULTILINE)


def speak_tall(story: Story) -> list[str]:
    """From now on each programme of the story speaks in such words; gives back their files."""
    for code, version in set(Programme.objects.values_list("blueprint", "blueprint_version")):
        text = in_tall_words(code, version)
        found = blueprint.load(text)
        Design.objects.create(
            organisation=story.programme.organisation, code=found.code, version=version,
            title=str(found.title), text=text, status=DesignStatus.PUBLISHED,
            written_at=NOW,
        )  # fmt: skip
        Programme.objects.filter(blueprint=code).update(blueprint=found.code)
    Cohort.objects.exclude(blueprint="").update(blueprint="")
    for notice in Notice.objects.exclude(data__blueprint=None):
        notice.data["blueprint"] = f"tall_{notice.data['blueprint']}"
        notice.save()
    # Words stay as they were issued and signed: here, as if that had been done in these words.
    by = viewer_for(story.person("devi"), now=NOW)
    for issued in ProgrammePaper.objects.exclude(words={}):
        paper = programmes.told(issued)
        issued.words = {one: programmes.said(paper, by, one) for one in paper.languages}
        issued.save()
    for signature in Signature.objects.filter(mentorship=story.pair):
        pair = mentorship(by, story.pair.pk)
        signature.edition = papers.paper(pair, signature.paper, by).edition
        signature.save()
    return list(Design.objects.filter(code__startswith="tall").values_list("text", flat=True))
