from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FEEDBACK = ("strength_1", "strength_2", "step_1", "practice_1", "step_2", "practice_2")
ANSWERS = ("answer_1", "because_1", "answer_2", "because_2")
GIVEN = {FEEDBACK: ("feedback", "answered", "closed"), ANSWERS: ("answered", "closed")}


def keep_drafts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    """What is written and not given yet leaves the record, which the other one reads; what was a
    draft once leaves its earlier versions."""
    drafts = apps.get_model("practice", "ObservationDraft").objects
    rows = apps.get_model("practice", "Observation").objects.select_related("record")
    for row in rows.exclude(status__in=("planned", "cancelled")).iterator():
        record = row.record
        for codes, given in GIVEN.items():
            now = {code: record.words[code] for code in codes if code in record.words}
            if now and row.status not in given:
                learns = codes == ANSWERS and row.direction != "modelling"
                author = record.owner_id if learns else row.observer_id
                drafts.create(
                    observation=row, author_id=author, words=now, written_at=record.written_at
                )
                record.words = _without(record.words, codes)
                record.save(update_fields=["words"])
            for version in record.versions.all():
                then = {code: version.words[code] for code in codes if code in version.words}
                if then and (then != now or row.status not in given):
                    version.words = _without(version.words, codes)
                    version.save(update_fields=["words"])


def _without(words: dict[str, Any], codes: tuple[str, ...]) -> dict[str, Any]:
    return {code: said for code, said in words.items() if code not in codes}


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0010_applications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ObservationDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.JSONField(default=dict)),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "observation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="practice.observation",
                    ),
                ),
            ],
        ),
        migrations.RunPython(keep_drafts, migrations.RunPython.noop),
    ]
