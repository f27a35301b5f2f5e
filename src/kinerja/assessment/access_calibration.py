"""Who compares teams, who writes a remark on a rating, and who answers it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import YES, Verdict, no
from kinerja.people.queries import employee_of, is_appraiser

from .access import Person, may_rate
from .models import CalibrationRemark, Review
from .queries.calibration import above


def may_calibrate(user: Person, on: date) -> Verdict:
    """Whoever appraises people; the page then shows the teams of those among them who appraise too."""
    if is_appraiser(user, on):
        return YES
    return no(_("Kalibrasi adalah halaman pimpinan yang membawahkan Pejabat Penilai Kinerja."))


def may_remark(user: Person, review: Review, on: date) -> Verdict:
    """The direct superior of the appraiser. A remark never sets a rating."""
    own = employee_of(user)
    if own is not None and Review.objects.filter(above(own, on), pk=review.pk).exists():
        return YES
    return no(_("Catatan kalibrasi hanya ditulis atasan langsung Pejabat Penilai Kinerja."))


def may_answer_remark(user: Person, remark: CalibrationRemark, on: date) -> Verdict:
    """The appraiser whose rating the remark is about, as long as he may rate."""
    own = employee_of(user)
    if own is None or own.pk != remark.review.appraiser_id:
        return no(_("Catatan kalibrasi dijawab Pejabat Penilai Kinerja yang memberi rating."))
    return may_rate(user, remark.review, on)
