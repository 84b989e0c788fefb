"""How the parts of a file can contradict each other, and what is said then."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import blueprint
from blueprint.coherence import PLACEHOLDERS
from blueprint.coherence.order import MOST_DEEDS
from blueprint.coherence.times import bounds
from blueprint.language import Span
from tests.blueprint.samples import counted, dumped, named, rich

Change = Callable[[dict[str, Any]], object]


def told(change: Change) -> list[tuple[str, str]]:
    data = rich()
    change(data)
    return [(problem.path, problem.what) for problem in blueprint.check(dumped(data))]


def set_(*path: str | int, to: Any) -> Change:
    """A change of one value; items of lists go by their place from 0."""

    def change(data: dict[str, Any]) -> None:
        inner: Any = data
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = to

    return change


def test_a_file_that_uses_the_whole_language_has_no_problem() -> None:
    assert blueprint.check(dumped(rich())) == []


def test_the_rich_sample_leaves_no_part_of_the_language_out() -> None:
    assert set(blueprint.Blueprint.model_fields) - set(rich()) == set()


@pytest.mark.parametrize(
    ("change", "path", "what"),
    [
        (
            lambda data: [
                set_("mentor", "public_directory", to=False)(data),
                set_("matching", "self_match", to={"expires_after_days": 10, "most_open": 2})(data),
            ],
            "matching.self_match",
            "Teachers ask mentors who agreed to be seen, and here nobody can agree to that.",
        ),
        (
            set_("matching", "weights", "inclusion", to=3),
            "matching.weights.inclusion",
            "It counts what is asked for in confidence, and nothing can be asked for.",
        ),
        (
            lambda data: set_(
                "vocabularies", "inclusion", to=[deepcopy(data["vocabularies"]["subjects"][0])]
            )(data),
            "vocabularies.inclusion",
            "People are asked in confidence, and it counts for nothing.",
        ),
        (
            set_("traits", 0, "under_age", to=True),
            "traits[certificate_two_years].under_age",
            "Nobody could mentor a teacher who is under age: no training clears for it.",
        ),
        (
            set_("fit", "days", to=[90, 30]),
            "fit.days",
            "The days of the pulse are not in their order, or one stands there twice.",
        ),
        (
            set_("fit", "mentor", 0, to={"code": "fits", "text": "Why?", "kind": "text"}),
            "fit.mentor[fits]",
            "The pulse asks for scales only: nobody reads words of it.",
        ),
        (
            lambda data: [
                set_("mentor", "public_directory", to=False)(data),
                set_("matching", "self_match", to={"expires_after_days": 10, "most_open": 2})(data),
            ],
            "matching.self_match",
            "Teachers ask mentors who agreed to be seen, and here nobody can agree to that.",
        ),
        (
            set_("matching", "lists", to={"suggested": 3, "ranked": 4, "open_days": 7}),
            "matching.lists.ranked",
            "A list suggests 3 people, and 4 of them may be ranked.",
        ),
        (
            set_("steps", 5, "code", to="closing"),
            "steps[closing].code",
            "The code “closing” is used twice: by items 5 and 6.",
        ),
        (
            set_("reviews", 0, "criteria", 1, "code", to="new_learning"),
            "reviews[blind_reading].criteria[new_learning].code",
            "The code “new_learning” is used twice: by items 1 and 2.",
        ),
        (
            set_("indicators", 0, "targets", 1, "year", to=1),
            "indicators[in_pairs].targets[2].year",
            "The year 1 has two targets: items 1 and 2.",
        ),
        (
            set_("indicators", 0, "targets", 1, "value", to=140),
            "indicators[in_pairs].targets[2].value",
            "The target is 140, and “percent” ends at 100.",
        ),
        (
            set_("indicators", 0, "unit", to="hours"),
            "indicators[in_pairs].unit",
            "“teachers_in_pairs” is not told in “hours”.",
        ),
        (
            set_("indicators", 0, "within", to="week"),
            "indicators[in_pairs].within",
            "“teachers_in_pairs” is not counted of the last week or month.",
        ),
        (
            set_("indicators", 0, "for_each", to="pair"),
            "indicators[in_pairs].for_each",
            "“teachers_in_pairs” has no mean for each pair.",
        ),
        (
            set_("steps", 1, "after", to=["signed"]),
            "steps[meeting].after[1]",
            "There is no step “signed”.",
        ),
        (
            set_("steps", 2, "modules", to=["first", "third"]),
            "steps[profile].modules[2]",
            "There is no module “third”.",
        ),
        (
            set_("modules", 1, "after", to=["zeroth"]),
            "modules[second].after[1]",
            "There is no module “zeroth”.",
        ),
        (
            set_("modules", 1, "traits", to=["certificate_two_years", "tall"]),
            "modules[second].traits[2]",
            "There is no trait “tall”.",
        ),
        (
            set_("stages", 1, "after", to=["condition"]),
            "stages[pairs].after[1]",
            "There is no stage “condition”.",
        ),
        (
            set_("stages", 0, "artefacts", 0, "document", to="decree"),
            "stages[conditions].artefacts[order].document",
            "There is no document “decree”.",
        ),
        (
            set_("steps", 1, "forms", to=["pairs"]),
            "steps[meeting].forms[1]",
            "There is no form “pairs”.",
        ),
        (
            set_("steps", 0, "document", to="contract"),
            "steps[sign].document",
            "There is no document “contract”.",
        ),
        (
            set_("relationship", "agreement", "document", to="contract"),
            "relationship.agreement.document",
            "There is no document “contract”.",
        ),
        (
            set_("completion", "doses", to=["weekly"]),
            "completion.doses[1]",
            "There is no dose “weekly”.",
        ),
        (
            set_("pay", "tranches", 1, "dose", to="weekly"),
            "pay.tranches[rest].dose",
            "There is no dose “weekly”.",
        ),
        (
            set_("recognition", "certificate", to="order"),
            "recognition.certificate",
            "“order” is a document of the kind “order”, not a certificate.",
        ),
        (
            set_("recognition", "certificate", to="diploma"),
            "recognition.certificate",
            "There is no document “diploma”.",
        ),
        (
            set_("steps", 3, "due", to=counted("step")),
            "steps[reflection].due",
            "This day is counted from a step, and does not say from which.",
        ),
        (
            set_("steps", 3, "due", to=counted("pair_start", step="profile")),
            "steps[reflection].due.step",
            "A step is named, but the day is counted from “pair_start”.",
        ),
        (
            set_("steps", 3, "due", "step", to="profil"),
            "steps[reflection].due.step",
            "There is no step “profil”.",
        ),
        (
            set_("steps", 0, "due", "counted_from", to="module_start"),
            "steps[sign].due.counted_from",
            "This day is counted from the start of a module, and belongs to none.",
        ),
        (
            set_("modules", 0, "starts", to=counted("module_start")),
            "modules[first].starts.counted_from",
            "This day is counted from the start of a module, and belongs to none.",
        ),
        (
            set_("stages", 2, "due", "counted_from", to="pair_end"),
            "stages[ending].due.counted_from",
            "A stage is of the whole programme, and this day is counted from “pair_end”.",
        ),
        (
            set_("steps", 2, "opens", to=counted("module_start", after={"months": 1})),
            "steps[profile].due",
            "It is due before it opens.",
        ),
        (
            set_("steps", 2, "opens", to=counted("module_start", before={"days": 1})),
            "steps[profile].opens.before",
            "This day comes before its module begins.",
        ),
        (
            set_("steps", 3, "due", "before", to={"months": 2}),
            "steps[reflection].due.before",
            "This day comes before the end of a step, which nobody knows beforehand.",
        ),
        (
            set_("steps", 0, "due", "after", to={"months": 48}),
            "steps[sign].due",
            "It is due after the longest time that a pair lasts: 24 months.",
        ),
        (
            set_("steps", 1, "every", "span", to={"days": 0}),
            "steps[meeting].every.span",
            "It comes back without any time between.",
        ),
        (
            set_("steps", 2, "every", to={"span": {"weeks": 5}, "times": 3}),
            "steps[profile].every.times",
            "It comes back 3 times, and the module “second” ends after 8 weeks.",
        ),
        (
            set_("doses", 2, "per", to="module"),
            "doses[of_mentor].of",
            "A module is of one pair, so its minutes cannot be of a mentor over all her pairs.",
        ),
        (
            set_("doses", 0, "by_caseload", to=True),
            "doses[monthly].by_caseload",
            "One pair has one teacher, so its minutes cannot be counted for each teacher.",
        ),
        (
            set_("doses", 2, "groups", to=True),
            "doses[of_mentor].groups",
            "A group has several teachers at once, so its minutes cannot be added up over all the "
            "pairs of a mentor.",
        ),
        (
            set_("doses", 2, "minutes", to=20000),
            "doses[of_mentor].minutes",
            "A week has 10,080 minutes, and 20,000 are asked for.",
        ),
        (
            set_("pay", "tranches", 0, "percent", to=40),
            "pay.tranches",
            "The parts of the pay come to 90 per cent.",
        ),
        (
            set_("pay", "least", to=2400),
            "pay.least",
            "The least is 2400, and the most only 2300.",
        ),
        (
            set_("steps", 5, "kind", to="log"),
            "pay.tranches[half].expectations_over",
            "This part of the pay depends on expectations, and no step is one.",
        ),
        (
            set_("recognition", "hours", to=40),
            "recognition.shares",
            "The shares come to 50 hours, and `hours` says 40.",
        ),
        (
            set_("clocks", "remind_days", to=[1, 7]),
            "clocks.remind_days",
            "These are not in order, longest first, or one comes twice.",
        ),
        (
            set_("clocks", "escalate", 1, "after_days", to=3),
            "clocks.escalate[2].after_days",
            "These are not in order, soonest first, or one comes twice: 3 days come after 7.",
        ),
        *[
            (
                set_("conflicts", name, to=False),
                f"conflicts.{name}",
                "No programme may switch this rule off: guidance is no appraisal.",
            )
            for name in (
                "mentor_never_evaluator",
                "reviewer_never_mentor",
                "reviewer_never_evaluator",
            )
        ],
        (
            set_("reviews", 0, "on_disagreement", to="discussion"),
            "reviews[blind_reading].on_disagreement",
            "Readers who do not know of each other cannot talk about their results.",
        ),
        (
            set_("reviews", 0, "readers", to=1),
            "reviews[blind_reading]",
            "There is one reader, who cannot disagree with herself.",
        ),
        (
            set_("reviews", 0, "readers_differ_in_school", to=False),
            "reviews[blind_reading].readers_differ_in_school",
            "`conflicts.reviewer_other_school` says that a reader is of another school.",
        ),
        (
            set_("steps", 4, "by", to="mentor"),
            "steps[closing].by",
            "This step has two owners: it is done by “mentor”, and its questionnaire "
            "“closing_questions” is answered by “teacher”.",
        ),
        (
            set_("relationship", "trial_end_reason", to="nowhere"),
            "relationship.trial_end_reason",
            "There is no reason “nowhere”.",
        ),
        (
            set_("steps", 4, "by", to="both"),
            "steps[closing].by",
            "Both answer in one place, and only whoever wrote there reads it (“closing_questions” "
            "has `only_own: true`): the second could not answer.",
        ),
        (
            set_("instruments", 0, "questions", 0, "low", to=None),
            "instruments[closing_questions].questions[helped]",
            "A scale does not say what its ends mean.",
        ),
        (
            set_("completion", "extension", to=None),
            "completion.extended_by",
            "Somebody grants more time, and nothing says how much.",
        ),
        (
            set_("teacher", "credentials", 0, "takes_part", to=False),
            "teacher.credentials",
            "With these kinds of licence nobody could take part.",
        ),
        (
            set_("documents", 0, "paragraphs", 0, "text", to="{mentee} agrees."),
            "documents[agreement].paragraphs[1].text",
            "“{mentee}” cannot be filled in.",
        ),
        (
            set_("documents", 0, "paragraphs", 0, "heading", to={"en": "Who {teacher"}),
            "documents[agreement].paragraphs[1].heading.en",
            "A brace is opened and not closed, or closed and not opened.",
        ),
        (
            set_("documents", 2, "paragraphs", 0, "text", to={"hi": "प्रमाणपत्र"}),
            "documents[certificate].paragraphs[1].text",
            "The document is made in “en”, and these words are not.",
        ),
        (
            set_("documents", 1, "signed_by", to=[]),
            "documents[order]",
            "Nobody signs this document, and it is of the kind “order”.",
        ),
        (
            set_("relationship", "symmetric", to=True),
            "feedback.mentor",
            "The two of a pair are equals, and they are asked different questions.",
        ),
        (
            set_("visibility", "records", 8, "principal", to="own"),
            "visibility.records[plan].principal",
            "This is weaker than the house rule: of “plan”, the principal sees at most “status”.",
        ),
        (
            set_("steps", 4, "traits", to=[]),
            "traits[new_to_school]",
            "No step names “new_to_school”.",
        ),
        (
            set_("provenance", 0, "of", to=["mentor.minimum_years", "doses[weekly].minutes"]),
            "provenance[1].of[2]",
            "There is nothing at “doses[weekly].minutes” in this file.",
        ),
        (
            set_("pay", "currency", to="dollars"),
            "pay.currency",
            "“dollars” is not written as it must be.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_a_contradiction_is_told_at_its_place(change: Change, path: str, what: str) -> None:
    # A text in one language of two gets an advice of its own.
    assert [one for one in told(change) if one[0] != "languages"] == [(path, what)]


def test_a_module_that_nobody_made_is_missed_everywhere() -> None:
    def change(data: dict[str, Any]) -> None:
        data["modules"] = []
        for step in data["steps"]:
            step.pop("modules", None)
            if "module_start" in str(step):
                step.pop("opens"), step.pop("due")
        data["steps"][3]["due"] = counted("pair_end")
        data["traits"].pop(0)

    assert told(change) == [
        ("doses[each_module].per", "These minutes are counted in each module, and there are no "
         "modules."),
        ("completion.modules", "Every module must be complete, and there are no modules."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path", "circle"),
    [
        (set_("steps", 0, "after", to=["sign"]), "steps[sign].after[1]", "sign → sign"),
        (set_("steps", 0, "after", to=["meeting"]), "steps[sign].after[1]",
         "sign → meeting → sign"),
        (set_("steps", 2, "after", to=["reflection"]), "steps[profile].after[1]",
         "profile → reflection → profile"),
        (set_("steps", 2, "due", to=counted("step", step="reflection")),
         "steps[profile].due.step", "profile → reflection → profile"),
        (set_("modules", 0, "after", to=["second"]), "modules[first].after[1]",
         "first → second → first"),
        (set_("modules", 0, "starts", to=counted("step", step="profile")),
         "modules[first].starts.step", "first → profile → first"),
        (set_("stages", 0, "after", to=["ending"]), "stages[conditions].after[1]",
         "conditions → ending → pairs → conditions"),
    ],
)  # fmt: skip
def test_what_waits_for_itself_is_shown_as_a_circle(change: Change, path: str, circle: str) -> None:
    assert told(change) == [(path, f"This waits for itself: {circle}.")]


def test_a_step_may_wait_for_the_same_step_of_an_earlier_module_only_through_the_module() -> None:
    # In `second`, the profile comes after the whole of `first`, and that is no circle.
    assert told(set_("steps", 0, "after", to=[])) == []


def test_a_pair_is_not_asked_for_thousands_of_things() -> None:
    def change(data: dict[str, Any]) -> None:
        data["modules"] += [named(f"m{number}", weeks=4) for number in range(60)]
        codes = [module["code"] for module in data["modules"]]
        data["steps"] += [
            named(f"s{number}", kind="log", by="both", modules=[*codes]) for number in range(20)
        ]

    deeds = 20 * 62 + 8
    assert told(change) == [
        (
            "steps",
            f"There are {deeds:,} things to do in one pair, a step counted once for each of its "
            f"modules, and {MOST_DEEDS:,} is the most.",
        )
    ]


def test_every_placeholder_can_be_written() -> None:
    words = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert told(set_("documents", 1, "paragraphs", 0, "text", to=words)) == []


def test_numbers_that_nobody_wrote_need_no_origin() -> None:
    plan = blueprint.load(dumped(rich()))
    paths = {path for path, _ in plan.numbers()}
    assert "steps[meeting].minutes" in paths
    assert "steps[sign].minutes" not in paths
    assert "steps[sign].due.after.months" not in paths
    assert "reviews[blind_reading].answer_within.weeks" in paths


def test_one_item_of_a_list_has_an_origin_of_its_own() -> None:
    data = rich()
    data["provenance"].append({"of": ["doses[monthly]"], "source": "nep_2020"})
    plan = blueprint.load(dumped(data))
    monthly = plan.provenance_of("doses[monthly].minutes")
    other = plan.provenance_of("doses[each_module].minutes")
    assert (monthly and monthly.source, other and other.source) == ("nep_2020", None)


spans = st.builds(
    Span,
    days=st.integers(0, 40),
    working_days=st.integers(0, 15),
    weeks=st.integers(0, 6),
    months=st.integers(0, 14),
)


@given(spans, spans)
def test_a_span_is_never_longer_than_its_most_nor_shorter_than_its_least(
    one: Span, other: Span
) -> None:
    least, most = bounds(one, less=(other,))
    assert least <= most
    if one == other:
        assert (least, most) == (0, 0)
    opposite_least, opposite_most = bounds(other, less=(one,))
    assert (opposite_least, opposite_most) == (-most, -least)


@settings(max_examples=30)
@given(st.data())
def test_any_steps_that_wait_for_each_other_are_answered(data: st.DataObject) -> None:
    codes = [f"s{number}" for number in range(6)]
    waits = {
        code: data.draw(st.lists(st.sampled_from(codes), max_size=2, unique=True)) for code in codes
    }

    def change(file: dict[str, Any]) -> None:
        file["steps"] += [
            named(code, kind="log", by="both", after=after) for code, after in waits.items()
        ]

    def reaches_itself(code: str) -> bool:
        seen: set[str] = set()
        queue = list(waits[code])
        while queue:
            other = queue.pop()
            if other not in seen:
                seen.add(other)
                queue += waits[other]
        return code in seen

    found = [what for _, what in told(change)]
    assert bool(found) == any(map(reaches_itself, codes))
    assert all(what.startswith("This waits for itself: ") for what in found)
