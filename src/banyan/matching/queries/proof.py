"""How good the answer of a round is, and how that is known, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banyan.matching.states import Objective
from banyan.ui.words import number

NONE_BETTER: dict[str, object] = {
    Objective.MOST_MATCHED.value: gettext_lazy(
        "It is proven that no other choice gives more teachers a mentor, and that none of those "
        "that give as many fits better in all."
    ),
    Objective.TOTAL_FIT.value: gettext_lazy(
        "It is proven that no other choice fits better in all, and that none of those that fit as "
        "well gives more teachers a mentor."
    ),
    Objective.FAIREST.value: gettext_lazy(
        "It is proven that no other choice gives more teachers a mentor, and that in none of those "
        "that give as many do the weakest fits come out better."
    ),
    Objective.BALANCED.value: gettext_lazy(
        "It is proven that no other choice gives more teachers a mentor, and that none of those "
        "that give as many fits better for the work that it puts on single mentors."
    ),
    Objective.STABLE.value: gettext_lazy(
        "It is proven that no teacher and mentor who are not a pair would both fit better with "
        "each other than with whom they have."
    ),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What was aimed at, whether that was reached, and what it costs beside the usual aim."""

    aim: str  # as a sentence
    best: str  # in a few words
    why: str  # how that is known; nothing where the sentence before says all
    price: str  # nothing where the aim is the usual one


def proof_of(summary: Mapping[str, Any]) -> Proof | None:
    """The proof that a computation kept in the summary of its round; None before the first."""
    if "engine" not in summary:
        return None
    usual, worth = summary.get("usual"), summary.get("worth")
    return _proof(
        summary.get("objective", Objective.MOST_MATCHED.value),
        bool(summary["proven"]),
        tuple((name, value, bound) for name, value, bound in summary.get("measures", ())),
        (*usual, *worth) if usual and worth else None,
    )


def _proof(
    objective: str,
    proven: bool,
    measures: tuple[tuple[str, int, int], ...],
    beside: tuple[int, int, int, int] | None,
) -> Proof:
    aim = _("Aim: %(aim)s.") % {"aim": Objective(objective).label}
    price = _price(*beside) if beside else ""
    if proven:
        return Proof(aim, _("No better answer exists."), str(NONE_BETTER[objective]), price)
    fit = beside[3] if beside else 0
    gaps = " ".join(_gap(*measure, fit) for measure in measures).strip()
    return Proof(aim, gaps or _("It is not proven that no better answer exists."), "", price)


def _gap(name: str, value: int, bound: int, fit: int) -> str:
    """How far one measure is from what no answer can better, beside so many points of fit in all;
    nothing where it is reached."""
    if (gap := abs(bound - value)) == 0:
        return ""
    if name == "matched":
        sentence = ngettext(
            "At most %(count)s more teacher could have a mentor.",
            "At most %(count)s more teachers could have a mentor.",
            gap,
        )
        return sentence % {"count": number(gap)}
    if name == "lowest":
        return _("The weakest fit is at most %(percent)s%% below the best that it can be.") % {
            "percent": percent_of(gap, bound)
        }
    if name in ("even", "balance"):
        return _("What this aim counts is at most %(percent)s%% below the best there can be.") % {
            "percent": percent_of(gap, bound if name == "even" else fit)
        }
    return _("The fit in all is at most %(percent)s%% below the best there can be.") % {
        "percent": percent_of(gap, bound)
    }


def _price(usual: int, usual_fit: int, matched: int, fit: int) -> str:
    """What an aim costs, and what it brings, beside the usual one."""
    said = []
    if fewer := usual - matched:
        sentence = ngettext(
            "With the usual aim %(count)s teacher more would have a mentor.",
            "With the usual aim %(count)s teachers more would have a mentor.",
            fewer,
        )
        said.append(sentence % {"count": number(fewer)})
    if fit < usual_fit:
        sentence = _("With the usual aim the fit in all would be %(percent)s%% higher.")
        said.append(sentence % {"percent": percent_of(usual_fit - fit, fit)})
    elif fit > usual_fit:
        sentence = _("With the usual aim the fit in all would be %(percent)s%% lower.")
        said.append(sentence % {"percent": percent_of(fit - usual_fit, fit)})
    return " ".join(said) or _(
        "It costs nothing: with the usual aim as many teachers would have a mentor, and the fit in "
        "all would be the same."
    )


def percent_of(part: int, whole: int) -> str:
    """A part of the whole in percent to two places, never less than it is."""
    share = Decimal(100 * part) / Decimal(max(whole, 1))
    return number(share.quantize(Decimal("0.01"), rounding=ROUND_UP).normalize())
