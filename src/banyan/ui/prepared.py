"""Queries of pages that are made into SQL once, and from then on only given their values.

To put a condition of five subqueries together costs the library more than to answer it costs the
database, and what every page asks it asks many thousand times a day. What is kept is SQL, never a
row and never a value: whose page it is, and what time, is given at each use.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Hashable, Mapping
from copy import copy
from datetime import datetime
from typing import Any, cast

from django.db import connection
from django.db.models import DateTimeField, Expression, Field, IntegerField, Model, QuerySet
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.sql import Query

from banyan.kernel.viewer import Viewer


class Given(Expression):
    """Stands in a prepared query for a value that each use gives by this name."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


# For standings in a prepared query: whoever it is, at whatever time. She holds no role, so that a
# standing by role finds nothing, and has no calendar, so that asking for her "today" fails.
ANYBODY = Viewer(
    person_id=cast(int, Given("person", IntegerField())),
    now=cast(datetime, Given("now", DateTimeField())),
)


def _filled(params: tuple[Any, ...], values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(
        one.output_field.get_db_prep_value(values[one.name], connection)
        if isinstance(one, Given)
        else one
        for one in params
    )


class Prepared:
    """An expression: `build` makes it over rows of `model`, a call takes what is `Given` in it.

    It may name columns of the row itself and, in subqueries, of anything; other columns of other
    tables would have to be joined by whoever uses it: ValueError.
    """

    def __init__(self, model: type[Model], build: Callable[[], Any], field: Field[Any, Any]):
        self.model, self.build, self.field = model, build, field
        self.kept: tuple[str, tuple[Any, ...]] | None = None

    def __call__(self, **values: Any) -> Combinable:
        sql, params = self.kept or self._compiled()
        return RawSQL(sql, _filled(params, values), self.field)  # noqa: S611 - compiled below

    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        query = Query(self.model)
        query.get_initial_alias()  # so that the table goes by its own name, as where it is used
        expression = self.build().resolve_expression(query)
        if sum(1 for uses in query.alias_refcount.values() if uses) > 1:
            raise ValueError(f"{self.build.__name__} names columns of other tables")
        sql, params = query.get_compiler(connection=connection).compile(expression)
        self.kept = sql, tuple(params)
        return self.kept


class PreparedRows:
    """A whole query: `build` makes a queryset of `values_list`, a call takes what is `Given` in it
    and reads the rows, as named tuples. What changes the SQL itself is given to `build` in order.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.kept: dict[tuple[Hashable, ...], tuple[Any, Any, str, tuple[Any, ...]]] = {}

    def __call__(self, *shape: Hashable, **values: Any) -> list[Any]:
        compiled, row, sql, params = self.kept.get(shape) or self._compiled(shape)
        compiler = copy(compiled)
        compiler.connection = connection  # that of this thread
        compiler.as_sql = lambda *_how: (sql, _filled(params, values))
        return [row(values) for values in compiler.results_iter(tuple_expected=True)]

    def _compiled(self, shape: tuple[Hashable, ...]) -> tuple[Any, Any, str, tuple[Any, ...]]:
        rows = self.build(*shape)
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = rows._fields  # type: ignore[attr-defined]
        row = cast(Any, namedtuple("Row", names))._make
        self.kept[shape] = compiler, row, sql, tuple(params)
        return self.kept[shape]
