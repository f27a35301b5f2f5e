"""Who answered, counted so that nobody can be picked out: no cell below the floor, none by subtraction."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kinerja.rules.loader import in_force

from ..models import SurveyAnswer, SurveyPeriod

Key = TypeVar("Key", bound=Hashable)

DIMENSIONS = """
SELECT sex, age_band, education, work, disability, day_part, channel, count(*)::int FROM voice_surveyanswer
WHERE period_id = %s AND state = 'counted'
GROUP BY GROUPING SETS ((sex), (age_band), (education), (work), (disability), (day_part), (channel))
"""
# In the order of the columns above; titles as the form of the regulation has them.
TITLES = (
    (gettext_noop("Jenis kelamin"), SurveyAnswer.Sex),
    (gettext_noop("Usia"), SurveyAnswer.AgeBand),
    (gettext_noop("Pendidikan"), SurveyAnswer.Education),
    (gettext_noop("Pekerjaan"), SurveyAnswer.Work),
    (gettext_noop("Ragam disabilitas"), SurveyAnswer.Disability),
    (gettext_noop("Jam survei"), SurveyAnswer.DayPart),
    (gettext_noop("Cara menjawab"), SurveyAnswer.Channel),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One question about the respondents; a cell without number is hidden."""

    title: str
    cells: tuple[tuple[str, int | None], ...]


def floor(on: date) -> int:
    """The fewest respondents that a shown cell may hold (`survey.k_floor`)."""
    return int(in_force("survey.k_floor", on)["k"])


def covered(counts: Mapping[Key, int], k: int) -> dict[Key, int | None]:
    """The counts with every cell below `k` hidden (None), and as many more as it takes.

    The total of the row is known, so the hidden cells together would be told by subtraction: they must
    hold at least `k` people or nobody. The next smallest cells are hidden until they do.
    """
    hidden = {key for key, count in counts.items() if count < k}
    shown = sorted((key for key in counts if key not in hidden), key=lambda key: counts[key])
    while shown and 0 < sum(counts[key] for key in hidden) < k:
        hidden.add(shown.pop(0))
    return {key: None if key in hidden else count for key, count in counts.items()}


def profile(period: SurveyPeriod) -> tuple[Profile, ...]:
    """The counted respondents by sex, age and the rest. One query."""
    found: list[dict[str, int]] = [{} for _title in TITLES]
    with connection.cursor() as cursor:
        cursor.execute(DIMENSIONS, [period.pk])
        for *columns, count in cursor.fetchall():
            place = next(place for place, value in enumerate(columns) if value is not None)
            found[place][columns[place]] = count
    k = floor(period.ends)
    made = []
    for (title, choices), counts in zip(TITLES, found, strict=True):
        labels = {code: _(str(label)) for code, label in choices.choices}
        if "" in counts:
            labels[""] = _("Tidak diisi")
        safe = covered({code: counts.get(code, 0) for code in labels}, k)
        made.append(Profile(_(title), tuple((label, safe[code]) for code, label in labels.items())))
    return tuple(made)
