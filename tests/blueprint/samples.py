"""A file that says something in every part of the language, to be changed in tests."""

import copy
from typing import Any

import yaml

from blueprint.shelf import SHELF

PLAIN = yaml.load((SHELF / "in_nmm_1_0.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
"""The smallest file of the library, as plain values."""


def dumped(data: Any) -> str:
    """By libyaml, which writes the same and is five times as fast."""
    return yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


def named(code: str, **more: Any) -> dict[str, Any]:
    """An item with a code and a title."""
    return {"code": code, "title": code.replace("_", " ").capitalize(), **more}


def counted(from_: str, **spans: Any) -> dict[str, Any]:
    """A day told from another one."""
    return {"counted_from": from_, **spans}


SCALE = {"kind": "scale", "low": "Not at all", "high": "Very much"}

PARTS: dict[str, Any] = {
    "frameworks": ["banyan_practice"],
    "conflicts": {"reviewer_other_school": True},
    "training": [
        named("foundations", hours=18, valid_months=36, refresh="A day of refreshment."),
        named("forum", hours=4, required=False),
    ],
    "traits": [named("certificate_two_years"), named("new_to_school", of="pair")],
    "stages": [
        named(
            "conditions",
            responsible="coordinator",
            entry=["The head has decided to begin."],
            exit=["The order is signed."],
            artefacts=[named("order", document="order")],
            due=counted("programme_start", before={"weeks": 2}),
            before_opening=True,
        ),
        named("pairs", responsible="coordinator", after=["conditions"]),
        named("ending", responsible="principal", after=["pairs"], due=counted("programme_end")),
    ],
    "modules": [
        named("first", weeks=10, hint="The classroom as a place to learn."),
        named("second", weeks=8, after=["first"], traits=["certificate_two_years"]),
    ],
    "steps": [
        named(
            "sign",
            kind="agreement",
            by="both",
            document="agreement",
            due=counted("pair_start", after={"working_days": 10}),
        ),
        named(
            "meeting",
            kind="meeting",
            by="both",
            minutes=45,
            forms=["individual"],
            every={"span": {"weeks": 1}, "times": 8},
            after=["sign"],
        ),
        named(
            "profile",
            kind="self_assessment",
            by="teacher",
            modules=["first", "second"],
            prompts=[named("strength"), named("challenge")],
            opens=counted("module_start"),
            due=counted("module_start", after={"weeks": 2}),
        ),
        named(
            "reflection",
            kind="submission",
            by="teacher",
            modules=["first", "second"],
            after=["profile"],
            due=counted("step", step="profile", after={"weeks": 6}),
            review="blind_reading",
            evidence=[named("pages", required=False)],
            waived_by="coordinator",
        ),
        named(
            "closing",
            kind="survey",
            by="teacher",
            after=["reflection"],
            due=counted("pair_end", before={"days": 7}),
            instrument="closing_questions",
            traits=["new_to_school"],
        ),
        named(
            "shown_work",
            kind="expectation",
            by="mentor",
            required=False,
            due=counted("programme_start", after={"months": 3}),
        ),
    ],
    "instruments": [
        named(
            "closing_questions",
            by="teacher",
            about="other",
            only_own=True,
            questions=[
                {"code": "helped", "text": "Did it help?", **SCALE},
                {"code": "words", "text": "What stays with you?", "kind": "text"},
            ],
        )
    ],
    "doses": [
        named("monthly", minutes=180, per="month", contacts=4),
        named("each_module", minutes=600, per="module", required=False),
        named("of_mentor", minutes=60, per="week", of="mentor", by_caseload=True),
    ],
    "reviews": [
        named(
            "blind_reading",
            readers=2,
            blind=True,
            criteria=[named("new_learning"), named("impact")],
            on_disagreement="another_reader",
            answer_within={"weeks": 3},
            resubmissions=2,
            resubmit_within={"weeks": 4},
            training_valid_months=36,
        )
    ],
    "completion": {
        "statement": "Every module is complete.",
        "modules": "all",
        "doses": ["monthly"],
        "confirmed_by": "coordinator",
        "within": {"months": 24},
        "extension": {"months": 12},
        "extended_by": "coordinator",
    },
    "recognition": {
        "hours": 50,
        "shares": [named("taught", hours=12), named("practised", hours=38)],
        "certificate": "certificate",
        "given_to": ["teacher", "mentor"],
        "text": "Thanks at the closing meeting.",
    },
    "pay": {
        "currency": "USD",
        "least": 1700,
        "most": 2300,
        "per": "mentor",
        "tranches": [
            named("half", percent=50, due=counted("programme_start", after={"months": 6}),
                  expectations_over=75),
            named("rest", percent=50, due=counted("programme_end"), dose="monthly"),
        ],
        "otherwise": "A smaller part is paid, and the role may end.",
    },
    "clocks": {
        "due_soon_days": 7,
        "remind_days": [7, 1],
        "escalate": [{"after_days": 7, "to": "mentor"}, {"after_days": 14, "to": "coordinator"}],
    },
    "indicators": [
        named(
            "in_pairs",
            unit="percent",
            measure="teachers_in_pairs",
            targets=[{"year": 1, "value": 20}, {"year": 2, "value": 40}],
        )
    ],
    "fit": {
        "days": [30, 90],
        "open_days": 14,
        "remind_after_days": 5,
        "teacher": [
            {"code": "fits", "text": "Do you fit?", "kind": "scale", "low": "No", "high": "Yes"}
        ],
        "mentor": [
            {"code": "fits", "text": "Do you fit?", "kind": "scale", "low": "No", "high": "Yes"}
        ],
        "low": 2,
        "later_reasons": [named("busy")],
    },
    "signposts": [
        named(
            "house_of_teachers",
            about="Colleagues who listen, free of charge.",
            telephones=["+1 555 0100", "0101"],
            web="https://house.example.org/talk",
            languages=["bn"],
            hours="On school days from nine to five.",
        ),
        named("bare", about="An office.", telephones=["0102"]),
    ],
    "documents": [
        named(
            "agreement",
            kind="agreement",
            of="pair",
            signed_by=["teacher", "mentor"],
            includes=["steps"],
            paragraphs=[{"heading": "Who", "text": "{mentor} accompanies {teacher} from {start}."}],
        ),
        named(
            "order",
            kind="order",
            of="programme",
            signed_by=["principal"],
            paragraphs=[{"text": "The programme {programme} begins."}],
        ),
        named(
            "certificate",
            kind="certificate",
            of="teacher",
            languages=["en"],
            paragraphs=[{"text": "{teacher} took part for {hours} hours."}],
        ),
    ],
}  # fmt: skip


def rich() -> dict[str, Any]:
    """Every part of the language, as plain values that a test may change."""
    data = copy.deepcopy({**PLAIN, **PARTS})
    data["relationship"] |= {
        "trial": {"weeks": 2},
        "extension": {"months": 3},
        "agreement": {"document": "agreement", "signed_by": ["teacher", "mentor"]},
        "early_exit": {
            "by": ["mentor", "coordinator"],
            "notice": {"working_days": 3},
            "text": "It blames nobody.",
        },
    }
    data["teacher"] |= {
        "maximum_years": 3,
        "minimum_post_months": 10,
        "entry_reasons": [named("new_in_the_profession")],
        "credentials": [named("initial", takes_part=True), named("permit", takes_part=False)],
        "consent_required": True,
    }
    data["mentor"] |= {"minimum_years_here": 1, "term_months": 12, "consent_required": True}
    data["session"]["log"].append(
        named("ways", kind="choices", options=[named("lesson"), named("plan")], next_time=True)
    )
    data["words"]["reviewer"] = {"one": "reader", "many": "readers"}
    data["visibility"]["records"].append(
        {
            "record": "plan",
            "title": "Goals and plan",
            "teacher": "text",
            "mentor": "text",
            "coordinator": "status",
            "principal": "status",
            "nodal_officer": "none",
            "administrator": "none",
        }
    )
    data["provenance"].append(
        {
            "of": [*PARTS, "relationship", "teacher", "mentor"],
            "note": "Invented for a test.",
        }
    )
    return data
