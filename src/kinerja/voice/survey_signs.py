"""The signs of abuse in words: what each means, with the threshold that was in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kinerja.rules.loader import in_force
from kinerja.rules.survey_abuse import BURST, MANY_FROM_SOURCE, SAME_TEXT, STRAIGHT_LINE, TOO_FAST


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its code in `SurveyAnswer.flags`, its name, and why it made answers suspicious."""

    code: str
    name: str
    means: str


def signs(on: date) -> dict[str, Sign]:
    """Every sign by code, read with the law of the day `on`."""
    law = in_force("survey.abuse", on)
    found = (
        Sign(
            BURST,
            _("Lonjakan"),
            _(
                "Dalam satu jam poster menerima lebih banyak jawaban daripada pengguna layanan sehari, dan "
                "lebih dari %(least)d."
            )
            % {"least": law["burst_least"]},
        ),
        Sign(
            MANY_FROM_SOURCE,
            _("Banyak dari satu sumber"),
            _(
                "Lebih dari %(many)d jawaban dalam satu jam dari satu sumber, atau lebih dari %(few)d tanpa "
                "bukti kerja dari ponselnya."
            )
            % {"many": law["many_from_source"], "few": law["many_without_proof"]},
        ),
        Sign(
            TOO_FAST,
            _("Terlalu cepat"),
            _("Diisi dalam waktu kurang dari %(seconds)d detik.") % {"seconds": law["too_fast_seconds"]},
        ),
        Sign(
            STRAIGHT_LINE,
            _("Semua jawaban sama"),
            _("Satu nilai untuk semua pertanyaan. Orang yang puas juga menjawab begitu: tanda yang lemah."),
        ),
        Sign(
            SAME_TEXT,
            _("Kata-kata sama"),
            _("Jawaban terbukanya sama persis pada sedikitnya %(times)d jawaban.")
            % {"times": law["same_text_times"]},
        ),
    )
    return {sign.code: sign for sign in found}
