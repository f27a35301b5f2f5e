"""Writing many rows at once by COPY; constraints and keys are checked as always."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, models


def copy_in(rows: Iterable[models.Model]) -> None:
    """Inserts unsaved objects of one model, giving each an id from the table's own sequence."""
    objects = list(rows)
    if not objects:
        return
    meta = objects[0]._meta
    fields = meta.concrete_fields
    related = [field for field in fields if isinstance(field, models.ForeignKey)]
    reserve_ids(objects)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for item in objects:
            for field in related:
                if field.is_cached(item) and (other := getattr(item, field.name)) is not None:
                    setattr(item, field.attname, other.pk)
            values = (field.pre_save(item, True) for field in fields)
            copy.write_row(
                [
                    field.get_db_prep_save(value, connection)
                    for field, value in zip(fields, values, strict=True)
                ]
            )


def reserve_ids(objects: Sequence[models.Model]) -> None:
    """Gives an id to each object that has none; a document's number holds the id of its review."""
    waiting = [item for item in objects if item.pk is None]
    if not waiting:
        return
    table = waiting[0]._meta.db_table
    sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [table, len(waiting)])
        for item, (number,) in zip(waiting, cursor.fetchall(), strict=True):
            item.pk = number
