"""The states and districts of a tree, to be found by the names that offices write."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from banyan.organisations.models import Organisation
from banyan.organisations.standings import under as beneath
from banyan.organisations.states import Level

# Words around a name that do not belong to it.
_BEFORE = (
    "the ", "union territory of ", "ut of ", "state of ", "nct of ",
    "national capital territory of ", "government of ",
)  # fmt: skip
_AFTER = (" district", " state", " ut", " union territory")
_MERGED = "dadraandnagarhavelianddamananddiu"
# Older names, other spellings, and parts of what was merged in 2020.
_ALSO = {
    "ladhak": "ladakh",
    "orissa": "odisha",
    "pondicherry": "puducherry",
    "uttaranchal": "uttarakhand",
    "newdelhi": "delhi",
    "chattisgarh": "chhattisgarh",
    "telengana": "telangana",
    "tamilnad": "tamilnadu",
    "jammukashmir": "jammuandkashmir",
    "jandk": "jammuandkashmir",
    "andamanandnicobar": "andamanandnicobarislands",
    "andamannicobar": "andamanandnicobarislands",
    "andamannicobarislands": "andamanandnicobarislands",
    "dadraandnagarhaveli": _MERGED,
    "dadranagarhaveli": _MERGED,
    "damananddiu": _MERGED,
    "damandiu": _MERGED,
}


def key_of(name: str) -> str:
    """What is left of a name when spelling habits are taken away: letters, marks and digits."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    text = "".join(s if unicodedata.category(s)[0] in "LMN" else " " for s in text)
    text = " ".join(text.split())
    for words in _BEFORE:
        text = text.removeprefix(words)
    for words in _AFTER:
        text = text.removesuffix(words)
    letters = text.replace(" ", "")
    return _ALSO.get(letters, letters)


@dataclass(slots=True)
class Parent:
    """Where a school goes. A district that is yet to be made has no id and no path."""

    number: int  # in Tree.parents
    name: str
    id: int | None = None
    path: str = ""
    state: Parent | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a place was not found: the column, what is wrong, and the cure."""

    column: str
    what: str
    cure: str


class Tree:
    """The places of `under` and above it, read in one query; answers are kept for the next row.

    With `create_districts`, a district that is not there becomes a Parent without an id.
    """

    def __init__(self, under: Organisation, *, create_districts: bool = False) -> None:
        self.level = under.level
        self.create_districts = create_districts
        self.parents: list[Parent] = []
        self.top = self._add(under.name, under.pk, under.path or "")
        self._states: dict[str, Parent] = {}
        self._districts: dict[int, dict[str, Parent]] = {}
        self._answers: dict[tuple[str, str], Parent | Lost] = {}
        rows = Organisation.objects.filter(
            Q(pk__in=under.ancestor_ids) | beneath("path", [under.path or ""]),
            level__in=[Level.STATE, Level.DISTRICT],
        )
        for pk, name, level, parent_id, path in rows.order_by("pk").values_list(
            "pk", "name", "level", "parent_id", "path"
        ):
            place = self._add(name, pk, path or "")
            if level == Level.STATE:
                self._states[key_of(name)] = place
                self._districts.setdefault(pk, {})
            else:
                self._districts.setdefault(parent_id, {})[key_of(name)] = place
                if pk == under.pk:
                    self.top = place
        states = {state.id: state for state in self._states.values()}
        for parent_id, districts in self._districts.items():
            for district in districts.values():
                district.state = states.get(parent_id)
        if under.level == Level.STATE:
            self.top = self._states[key_of(under.name)]

    def _add(
        self, name: str, pk: int | None = None, path: str = "", state: Parent | None = None
    ) -> Parent:
        self.parents.append(Parent(len(self.parents), name, pk, path, state))
        return self.parents[-1]

    def parent_for(self, state: str, district: str) -> Parent | Lost:
        """Where a row with these two cells belongs, or why that cannot be said."""
        asked = (state, district)
        if asked not in self._answers:
            self._answers[asked] = self._look(state, district)
        return self._answers[asked]

    def _look(self, state: str, district: str) -> Parent | Lost:
        found = self._state(state)
        if isinstance(found, Lost) or found is None:
            return found or self.top
        if self.level == Level.DISTRICT:
            if district and key_of(district) != key_of(self.top.name):
                return self._elsewhere("district", district)
            return self.top
        return self._district(found, district) if district else found

    def _state(self, name: str) -> Parent | Lost | None:
        own = {Level.STATE: self.top, Level.DISTRICT: self.top.state}.get(Level(self.level))
        if own is not None:
            if name and key_of(name) != key_of(own.name):
                return self._elsewhere("state", name)
            return own
        if not name:
            return Lost(
                "state",
                gettext("The state is missing."),
                gettext(
                    "Write the state, or import this row from the page of the state it belongs to."
                ),
            )
        if found := self._states.get(key_of(name)):
            return found
        return Lost(
            "state",
            gettext("There is no state called “%(name)s” here.") % {"name": name},
            _nearest(name, self._states) or gettext("Correct the name, or add the state first."),
        )

    def _district(self, state: Parent, name: str) -> Parent | Lost:
        known = self._districts.setdefault(state.id or 0, {})
        if found := known.get(key_of(name)):
            return found
        if self.create_districts:
            made = known[key_of(name)] = self._add(name, state=state)
            return made
        return Lost(
            "district",
            gettext("%(state)s has no district called “%(name)s”.")
            % {"state": state.name, "name": name},
            _nearest(name, known) or gettext("Correct the name, or add the district first."),
        )

    def _elsewhere(self, column: str, name: str) -> Lost:
        return Lost(
            column,
            gettext("This row belongs to %(name)s; this import goes to %(place)s.")
            % {"name": name, "place": self.top.name},
            gettext("Import it from the page of the place it belongs to."),
        )


def _nearest(name: str, known: dict[str, Parent]) -> str:
    close = difflib.get_close_matches(key_of(name), known, n=1, cutoff=0.75)
    if not close:
        return ""
    return gettext("Did you mean %(name)s?") % {"name": known[close[0]].name}
