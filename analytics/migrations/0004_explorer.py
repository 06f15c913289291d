import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0003_acts'),
        ('microblog', '0006_moderation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FoundGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(db_index=True, max_length=8)),
                ('people', models.PositiveIntegerField()),
                ('units', models.JSONField()),
                ('communities', models.JSONField()),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), default=list, size=None)),
            ],
        ),
        migrations.CreateModel(
            name='RadarOptOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CultureFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=8)),
                ('measure', models.CharField(choices=[('voices', 'Voices'), ('question', 'Question'), ('pain', 'Pain'), ('idea', 'Idea'), ('replies', 'Replies')], max_length=8)),
                ('people', models.PositiveIntegerField()),
                ('headcount', models.PositiveIntegerField()),
                ('figures', models.JSONField()),
                ('is_released', models.BooleanField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='microblog.orgunit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('period', 'unit', 'measure'), name='culture_once'), models.CheckConstraint(condition=models.Q(('measure__in', ['voices', 'question', 'pain', 'idea', 'replies'])), name='culture_measure_known')],
            },
        ),
        migrations.CreateModel(
            name='CultureFlow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=8)),
                ('act', models.CharField(choices=[('reply', 'Reply'), ('praise', 'Praise')], max_length=6)),
                ('people', models.PositiveIntegerField()),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='microblog.orgunit')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='microblog.orgunit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('period', 'act', 'giver', 'receiver'), name='culture_flow_once'), models.CheckConstraint(condition=models.Q(('act__in', ['reply', 'praise'])), name='culture_flow_known')],
            },
        ),
        migrations.CreateModel(
            name='CultureValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=8)),
                ('value', models.CharField(max_length=40)),
                ('people', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('period', 'value'), name='culture_value_once')],
            },
        ),
    ]
