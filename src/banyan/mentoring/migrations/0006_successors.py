from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0005_extensions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mentorship",
            name="mentorship_one_at_a_time",
        ),
        migrations.AddConstraint(
            model_name="mentorship",
            constraint=models.UniqueConstraint(
                condition=Q(
                    ("ends_early_on__isnull", True),
                    ("form", "pair"),
                    ("status__in", ["proposed", "half_accepted", "active", "paused"]),
                ),
                fields=("cohort", "mentee"),
                name="mentorship_one_at_a_time",
            ),
        ),
    ]
