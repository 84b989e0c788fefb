"""Long expressions over one row, made into SQL once, and from then on only given their values.

To put a condition of five subqueries together costs the library more than to answer it costs the
database. What does not depend on who looks is therefore kept as SQL; who may see the row at all is
no such thing, and stays in the query, from the standings, every time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, Model
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.sql import Query


class Given(Expression):
    """Stands in a prepared expression for a value that each use gives by this name."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class Prepared:
    """`build` makes the expression over rows of `model`; the call takes what is `Given` in it.

    It may name columns of the row itself and, in subqueries, of anything; other columns of other
    tables would have to be joined by whoever uses it: ValueError.
    """

    def __init__(self, model: type[Model], build: Callable[[], Any], field: Field[Any, Any]):
        self.model, self.build, self.field = model, build, field
        self.kept: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, **values: Any) -> Combinable:
        sql, params = self.kept.get(connection.alias) or self._compiled()
        given = [
            one.output_field.get_db_prep_value(values[one.name], connection)
            if isinstance(one, Given)
            else one
            for one in params
        ]
        return RawSQL(sql, given, self.field)  # noqa: S611 - made below, of our own expression

    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        query = Query(self.model)
        query.get_initial_alias()  # so that the table goes by its own name, as where it is used
        expression = self.build().resolve_expression(query)
        if sum(1 for uses in query.alias_refcount.values() if uses) > 1:
            raise ValueError(f"{self.build.__name__} names columns of other tables")
        sql, params = query.get_compiler(connection=connection).compile(expression)
        self.kept[connection.alias] = sql, tuple(params)
        return self.kept[connection.alias]
