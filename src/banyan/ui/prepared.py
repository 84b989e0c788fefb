"""Queries of pages that are made into SQL once, and from then on only given their values.

To put a condition of five subqueries together costs the library more than to answer it costs the
database, and what every page asks it asks many thousand times a day. What is kept is SQL, never a
row and never a value: whose page it is, what time, and over which places she holds her roles is
given at each use.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, count, repeat
from types import MappingProxyType
from typing import Any, NoReturn, cast

from django.core.exceptions import EmptyResultSet, ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    IntegerField,
    Model,
    Prefetch,
    QuerySet,
    prefetch_related_objects,
)
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import Query

from banyan.kernel.viewer import Grant, Viewer

SHAPES = 200  # of one query, before the one that was used longest ago is made anew


# What every database takes as it is: some statements are given a thousand ids.
AS_IT_IS: dict[type[Field[Any, Any]], type] = {IntegerField: int, CharField: str}


class Given(Expression):
    """Stands in a prepared query for a value that each use gives by this name."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name
        self.as_it_is = AS_IT_IS.get(type(field))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def prepared(self, values: Mapping[str, Any]) -> Any:
        value = values[self.name]
        if type(value) is self.as_it_is:
            return value
        return self.output_field.get_db_prep_value(value, connection)


# For standings in a prepared query: whoever it is, at whatever time. She holds no role, so that a
# standing by role finds nothing, and has no calendar, so that asking for her "today" fails.
ANYBODY = Viewer(
    person_id=cast(int, Given("person", IntegerField())),
    now=cast(datetime, Given("now", DateTimeField())),
)
TODAY = cast(date, Given("today", DateField()))  # on the calendar of whoever it is


def given_each(name: str, size: int, field: Field[Any, Any] | None = None) -> list[Any]:
    """Stand for the ids of an `in`: so many as `size_of` says, each use gives them by `each`."""
    return [Given(f"{name}{number}", field or IntegerField()) for number in range(size)]


def size_of(ids: Collection[object]) -> int:
    """How many ids a prepared query is made for: a power of two, so that few of them are kept."""
    return 1 << max(0, len(ids) - 1).bit_length()


def each(name: str, ids: Collection[Any], size: int) -> dict[str, Any]:
    """The values for `given_each`; the last id stands in every place that is left."""
    *_others, last = ids
    return {
        f"{name}{number}": pk for number, pk in enumerate(chain(ids, repeat(last, size - len(ids))))
    }


class Place(str):
    """Stands for the path of a place, such as one over which a role is held; it can be put at the
    beginning of a text, and nobody can look into it."""

    __slots__ = ()
    IN_TEXT = re.compile("\x1a([0-9]+)\x1a")

    def _nothing_known(self, *_given: object) -> NoReturn:
        raise TypeError("which place it is, a prepared query knows only when it is used")

    split = rsplit = partition = rpartition = startswith = endswith = __getitem__ = _nothing_known  # type: ignore[assignment]


def _place(number: int) -> Place:
    return Place(f"\x1a{number}\x1a")


# The path of the place that a `PreparedAt` is asked for.
HERE = _place(0)


class Somebody(Viewer):
    """Stands for a viewer of whom only the roles are known, over how many places in all those lie
    that she holds them over, and whether anybody may report to her. The places themselves are
    given at each use."""

    def __init__(
        self,
        roles: Sequence[str],
        above: Mapping[str, int] = MappingProxyType({}),
        *,
        has_reports: bool = False,
    ):
        grants = (Grant(role, _place(number)) for number, role in enumerate(roles))
        super().__init__(ANYBODY.person_id, ANYBODY.now, frozenset(grants), has_reports=has_reports)
        numbers = count(len(roles))
        places = {role: [_place(next(numbers)) for _each in range(n)] for role, n in above.items()}
        object.__setattr__(self, "_above", places)

    @property
    def today(self) -> date:
        return TODAY

    def above(self, role: str) -> list[str]:
        found: dict[str, list[str]] = vars(self)["_above"]
        return list(found.get(role, ()))

    def holds(self, role: str, *, over: str) -> NoReturn:
        raise TypeError("a prepared query is put together before there is a row")


# What can stand between quotes in any SQL as it is.
PLAIN = re.compile("[A-Za-z0-9_.:/ -]*")
HOLDS = re.compile("%(?:s|%)")


def _written(sql: str, params: Sequence[Any]) -> tuple[str, list[Any]]:
    """The statement with plain words and numbers in it, and the params that are left.

    A place that waits for a value costs at each use, in a long statement as much as all the rest.
    """
    given, left = iter(params), list[Any]()

    def put(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        one = next(given)
        if isinstance(one, int) and not isinstance(one, bool) and one >= 0:
            return str(int(one))
        if type(one) is str and PLAIN.fullmatch(one):
            return f"'{one}'"
        left.append(one)
        return "%s"

    return HOLDS.sub(put, sql), left


class Params:
    """The params of a statement, of which some wait for their values."""

    def __init__(self, params: Sequence[Any]) -> None:
        self.params = tuple(params)
        # A value that stands in many places is made ready for the database once.
        self.given: dict[tuple[str, type], tuple[Given, list[int]]] = {}
        for at, one in enumerate(params):
            if isinstance(one, Given):
                kind = (one.name, type(one.output_field))
                self.given.setdefault(kind, (one, []))[1].append(at)
        self.places = [
            (at, one)
            for at, one in enumerate(params)
            if isinstance(one, str) and Place.IN_TEXT.search(one)
        ]

    def filled(self, values: Mapping[str, Any], places: Sequence[str] = ()) -> tuple[Any, ...]:
        params = list(self.params)
        for one, places_of_it in self.given.values():
            value = one.prepared(values)
            for at in places_of_it:
                params[at] = value
        for at, text in self.places:
            params[at] = Place.IN_TEXT.sub(lambda found: places[int(found[1])], text)
        return tuple(params)


class Prepared:
    """An expression: `build` makes it over rows of `model`, a call takes what is `Given` in it.

    It may name columns of the row itself and, in subqueries, of anything; other columns of other
    tables would have to be joined by whoever uses it: ValueError.
    """

    def __init__(self, model: type[Model], build: Callable[[], Any], field: Field[Any, Any]):
        self.model, self.build, self.field = model, build, field
        self.kept: tuple[str, Params] | None = None

    def __call__(self, **values: Any) -> Combinable:
        sql, params = self.kept or self._compiled()
        return RawSQL(sql, params.filled(values), self.field)  # noqa: S611 - compiled below

    def _compiled(self) -> tuple[str, Params]:
        query = Query(self.model)
        query.get_initial_alias()  # so that the table goes by its own name, as where it is used
        expression = self.build().resolve_expression(query)
        if sum(1 for uses in query.alias_refcount.values() if uses) > 1:
            raise ValueError(f"{self.build.__name__} names columns of other tables")
        sql, params = _written(*query.get_compiler(connection=connection).compile(expression))
        self.kept = sql, Params(params)
        return self.kept


class _Statement:
    """A queryset as SQL, and how its rows become what the queryset yields: named tuples of a
    `values_list`, else objects with what `select_related` brings."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        if lookups_of(rows):
            raise ValueError("a prepared query is one query")
        self.compiler = rows.query.get_compiler(connection=connection)
        try:
            self.sql, params = _written(*self.compiler.as_sql())
        except EmptyResultSet:  # such as for somebody who holds no role that the query asks for
            self.sql = ""
            return
        self.params = Params(params)
        columns = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        whole = issubclass(rows._iterable_class, ModelIterable)
        self.read = _object_of(self.compiler) if whole else _tuple_of(rows)

    def ask(self, values: Mapping[str, Any], places: Sequence[str]) -> list[Any]:
        if not self.sql:
            return []
        params = self.params.filled(values, places)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [self.read(row) for row in rows]


def _tuple_of(rows: QuerySet[Any, Any]) -> Callable[[Sequence[Any]], Any]:
    names = rows._fields  # type: ignore[attr-defined]
    return cast(Callable[[Sequence[Any]], Any], cast(Any, namedtuple("Row", names))._make)


def _object_of(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """As Django's own ModelIterable does it, of which a part is not worked out for each use."""
    about = compiler.klass_info
    first, last = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    # The stubs are of a later Django.
    related = get_related_populators(  # type: ignore[call-arg]
        about, compiler.select, DEFAULT_DB_ALIAS
    )
    computed = list((compiler.annotation_col_map or {}).items())

    def read(row: Sequence[Any]) -> Any:
        found = about["model"].from_db(DEFAULT_DB_ALIAS, names, row[first:last])
        for each in related:
            each.populate(row, found)
        for name, at in computed:
            setattr(found, name, row[at])
        return found

    return read


class _Kept:
    """A query by its shape: what changes the SQL itself is given to `build` in order."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.kept = lru_cache(SHAPES)(lambda *shape: _Statement(self.built(*shape)))

    def built(self, *shape: Hashable) -> QuerySet[Any, Any]:
        return self.build(*shape)


class PreparedRows(_Kept):
    """A whole query: `build` makes a queryset, a call takes what is `Given` in it and reads the
    rows, named tuples of a `values_list` or objects.
    """

    def __call__(self, *shape: Hashable, **values: Any) -> list[Any]:
        return self.kept(*shape).ask(values, ())


class PreparedFor(_Kept):
    """A whole query of what a viewer may see. `build` is given somebody who holds as many roles,
    and may use any standing of hers that is a condition on the places themselves; each call is
    given the viewer. Her id, the time and her day are `Given` by themselves.
    """

    def built(self, *shape: Any) -> QuerySet[Any, Any]:
        roles, above, has_reports, *rest = shape
        return self.build(Somebody(roles, dict(above), has_reports=has_reports), *rest)

    def __call__(self, viewer: Viewer, *shape: Hashable, **values: Any) -> list[Any]:
        grants = sorted((grant.role, grant.scope) for grant in viewer.grants)
        given = {"person": viewer.person_id, "now": viewer.now, "today": viewer.today, **values}
        roles = tuple(role for role, _scope in grants)
        places, above = [scope for _role, scope in grants], []
        for role in dict.fromkeys(roles):
            if over := viewer.above(role):
                size = size_of(over)
                above.append((role, size))
                places += [*over, *repeat(over[-1], size - len(over))]
        return self.kept(roles, tuple(above), viewer.has_reports, *shape).ask(given, places)


class PreparedOne(PreparedFor):
    """One row of those that a viewer may see, by its id. `build` makes all of them; each call is
    given the viewer and the id, and raises DoesNotExist as `get` does. What `build` prefetches is
    read for the one row, by queries of its own."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        super().__init__(build)
        self.prefetched: dict[Hashable, tuple[str | Prefetch[Any, Any, Any], ...]] = {}
        self.missing: type[ObjectDoesNotExist] = ObjectDoesNotExist

    def built(self, *shape: Any) -> QuerySet[Any, Any]:
        rows = super().built(*shape)
        self.missing = rows.model.DoesNotExist
        self.prefetched[shape[3:]] = lookups_of(rows)
        return rows.prefetch_related(None).filter(pk=Given("pk", IntegerField())).order_by()

    def one(self, viewer: Viewer, pk: int, *shape: Hashable, **values: Any) -> Any:
        # No database counts further; to be given such a number is an error in both.
        found = self(viewer, *shape, pk=pk, **values) if abs(pk) < 2**63 else []
        if not found:
            raise self.missing(f"{self.build.__name__}: {pk}")
        prefetch_related_objects(found, *map(_anew, self.prefetched[shape]))
        return found[0]


def lookups_of(rows: QuerySet[Any, Any]) -> tuple[str | Prefetch[Any, Any, Any], ...]:
    found: tuple[str | Prefetch[Any, Any, Any], ...] = rows._prefetch_related_lookups  # type: ignore[attr-defined]
    return found


def _anew(lookup: str | Prefetch[Any, Any, Any]) -> str | Prefetch[Any, Any, Any]:
    """A lookup remembers rows by its queryset once it was used."""
    if isinstance(lookup, str) or lookup.queryset is None:
        return lookup
    return Prefetch(lookup.prefetch_through, lookup.queryset.all(), lookup.to_attr)


class PreparedAt(_Kept):
    """A whole query of what lies at a place or under it: `build` may use `HERE` for its path, each
    call is given that path."""

    def __call__(self, path: str, *shape: Hashable, **values: Any) -> list[Any]:
        return self.kept(*shape).ask(values, [path])
