"""What came of a programme in plain words: never a boast, always n, the interval and what else it may be."""

from __future__ import annotations

from decimal import Decimal

from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from kinerja.growth.models import Programme
from kinerja.measure.means import MINIMUM
from kinerja.measure.result import Effect, Verdict
from kinerja.rules import skm
from kinerja.rules.loader import in_force
from kinerja.voice.queries.trends import ROMAN

from .effects import COMPARED, MEDIAN, TREATED, Cell, EffectView, Point, Side

Measure = Programme.Measure
DAYS = frozenset({Measure.DURATION, Measure.FIRST_REPLY})
SIDES = {TREATED: gettext_noop("Unit yang ikut"), COMPARED: gettext_noop("Unit pembanding")}
VERDICTS = {
    Verdict.EFFECT: (gettext_noop("Tampak perubahan"), "info", "activity"),
    Verdict.NO_EFFECT_SEEN: (gettext_noop("Tidak tampak pengaruh"), "neutral", "equal"),
    Verdict.NOT_ENOUGH_DATA: (gettext_noop("Data belum cukup"), "attention", "hourglass"),
}
FEW = (gettext_noop("Tampak perubahan, unit sedikit"), "attention", "activity")
DID = gettext_noop("selisih perubahan unit yang ikut dan pembandingnya (difference in differences)")
METHODS = {
    "did_hc1": DID,
    "did_cr1": gettext_noop(
        "selisih perubahan unit yang ikut dan pembandingnya (difference in differences), "
        "galat baku menurut unit"
    ),
    "its_level": gettext_noop("deret waktu terputus bulanan (regresi bersegmen, galat baku Newey-West)"),
    "welch": gettext_noop("rata-rata sebelum dan sesudah (Welch)"),
    "newcombe": gettext_noop("bagian sebelum dan sesudah (Newcombe)"),
    "bootstrap_median": gettext_noop("median sebelum dan sesudah (bootstrap)"),
    "mean": gettext_noop("rata-rata sebelum dan sesudah (Welch)"),
    "share": gettext_noop("bagian sebelum dan sesudah (Newcombe)"),
    "median": gettext_noop("median sebelum dan sesudah (bootstrap)"),
}


def measure_name(programme: Programme) -> str:
    """The measure, with its element when there is one."""
    name = _(programme.get_measure_display())
    for element in skm.elements(programme.starts):
        if element.code == programme.element:
            return _("%(measure)s, unsur %(element)s") % {"measure": name, "element": _(element.name)}
    return name


def amount(measure: str, value: float) -> str:
    """A figure in the unit of its measure: "72,4", "91,3%", "3 hari kerja"."""
    shown = number(value)
    if measure == Measure.WITHIN:
        return f"{shown}%"
    if measure in DAYS:
        return ngettext("%(count)s hari kerja", "%(count)s hari kerja", 1 if shown == "1" else 2) % {
            "count": shown
        }
    return shown


def gap(measure: str, value: float) -> str:
    """A difference of two figures, without sign; between percentages it is in points."""
    if measure == Measure.WITHIN:
        return _("%(count)s poin persen") % {"count": number(abs(value))}
    if measure in DAYS:
        return amount(measure, abs(value))
    return _("%(count)s poin") % {"count": number(abs(value))}


def number(value: float) -> str:
    rounded = Decimal(str(round(value, 1))) + 0  # no "-0"
    places = 0 if rounded == int(rounded) else 1
    return str(number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True))


def statistic_name(view: EffectView) -> str:
    """What the cells hold, for the head of a table."""
    if view.programme.measure == Measure.WITHIN:
        return _("Sesuai standar")
    return _("Median") if view.statistic == MEDIAN else _("Rata-rata")


def verdict(view: EffectView) -> tuple[str, str, str]:
    """Word, meaning and icon of the badge; with few units the badge itself says so."""
    few = view.few_units and view.verdict == Verdict.EFFECT
    word, meaning, icon = FEW if few else VERDICTS[view.verdict]
    return _(word), meaning, icon


def finding(view: EffectView) -> str:
    """The caption of the picture: one sentence."""
    effect, measure = view.effect, view.programme.measure
    facts = {"measure": measure_name(view.programme)}
    if effect.verdict == Verdict.NOT_ENOUGH_DATA or effect.estimate is None:
        return _("%(measure)s: data belum cukup untuk simpulan.") % facts
    if effect.verdict == Verdict.NO_EFFECT_SEEN:
        return _("%(measure)s: tidak tampak pengaruh.") % facts
    facts["gap"] = gap(measure, effect.estimate)
    up = effect.estimate > 0
    if view.compared is not None:
        if up:
            return (
                _("%(measure)s: unit yang ikut berubah %(gap)s lebih tinggi daripada pembandingnya.") % facts
            )
        return _("%(measure)s: unit yang ikut berubah %(gap)s lebih rendah daripada pembandingnya.") % facts
    if view.slope is not None:
        if up:
            return _("%(measure)s: %(gap)s lebih tinggi daripada arah sebelum program.") % facts
        return _("%(measure)s: %(gap)s lebih rendah daripada arah sebelum program.") % facts
    if up:
        return _("%(measure)s naik %(gap)s dari masa sebelum ke masa sesudah.") % facts
    return _("%(measure)s turun %(gap)s dari masa sebelum ke masa sesudah.") % facts


def paragraph(view: EffectView) -> str:
    """Before and after of each side with n, then what can be concluded."""
    return " ".join([*(side_words(view, side) for side in view.sides), _conclusion(view)])


def side_words(view: EffectView, side: Side) -> str:
    """ "Unit yang ikut: dari 72,1 (n=120) menjadi 80,3 (n=118)." """
    told = {
        "side": _(SIDES[side.name]),
        "before": _cell(view, side.before),
        "after": _cell(view, side.after),
    }
    return _("%(side)s: dari %(before)s menjadi %(after)s.") % told


def _cell(view: EffectView, cell: Cell) -> str:
    n = number_format(cell.n, use_l10n=True, force_grouping=True)
    if cell.value is None:
        return _("(belum cukup data, n=%(n)s)") % {"n": n}
    return f"{amount(view.programme.measure, cell.value)} (n={n})"


def _conclusion(view: EffectView) -> str:
    effect, measure = view.effect, view.programme.measure
    if view.on < view.programme.settled:
        day = format_date(view.programme.settled, "j F Y")
        return _("Masa sesudah baru mulai %(day)s, jadi belum ada yang dapat disimpulkan.") % {"day": day}
    if effect.verdict == Verdict.NOT_ENOUGH_DATA or effect.estimate is None or effect.interval is None:
        return _(
            "Data belum cukup untuk simpulan: "
            "tiap kelompok perlu sedikitnya %(least)d pengamatan yang beragam."
        ) % {"least": MINIMUM}
    facts = {
        "gap": _signed(effect.estimate),
        "low": _signed(effect.interval.low),
        "high": _signed(effect.interval.high),
        "unit": unit_words(measure),
        "n": number_format(effect.n, use_l10n=True, force_grouping=True),
    }
    said = (
        _("Selisihnya %(gap)s %(unit)s; selang kepercayaan 95%% dari %(low)s sampai %(high)s (n=%(n)s).")
        % facts
    )
    if effect.verdict == Verdict.NO_EFFECT_SEEN:
        doubt = _(
            "Selang itu memuat nol, jadi tidak tampak pengaruh. Ini bukan bukti bahwa program tidak berguna."
        )
        return f"{said} {doubt}"
    hoped = _("Arahnya seperti yang diharapkan.")
    return f"{said} {hoped if view.expected else _('Arahnya berlawanan dengan yang diharapkan.')}"


def unit_words(measure: str) -> str:
    """The unit of a difference."""
    if measure == Measure.WITHIN:
        return _("poin persen")
    return _("hari kerja") if measure in DAYS else _("poin")


def _signed(value: float) -> str:
    shown = number(value)
    return shown.replace("-", "−") if value < 0 else shown


def slope_words(slope: Effect, measure: str) -> str:
    """What an interrupted series says about the trend."""
    if slope.verdict != Verdict.EFFECT or slope.estimate is None:
        return _("Kecepatan perubahannya tiap bulan tidak tampak berbeda dari sebelum program.")
    facts = {"gap": gap(measure, slope.estimate)}
    if slope.estimate > 0:
        return _("Sejak itu perubahannya tiap bulan %(gap)s lebih tinggi daripada sebelum program.") % facts
    return _("Sejak itu perubahannya tiap bulan %(gap)s lebih rendah daripada sebelum program.") % facts


def method_words(view: EffectView) -> str:
    """The method in words, with what it counted."""
    words = _(METHODS[view.effect.method])
    groups = view.effect.groups
    if view.slope is not None and len(groups) == 2:
        months = {"words": words, "before": groups[0].n, "after": groups[1].n}
        return _("%(words)s: %(before)d bulan sebelum dan %(after)d bulan sesudah") % months
    return words


def caveats(view: EffectView) -> list[str]:
    """What keeps the figures from being proof, the weightiest first."""
    said = []
    if view.late:
        said.append(_("Ukuran dan masanya dipilih sesudah hasilnya mulai terlihat, bukan sebelumnya."))
    if view.compared is None and view.slope is None:
        said.append(_("Tanpa unit pembanding: perubahan yang terjadi di mana-mana ikut terhitung."))
    if view.slope is not None:
        said.append(_("Tanpa unit pembanding: dianggap arah sebelum program akan berlanjut lurus."))
    if view.compared is not None:
        said.append(
            _(
                "Dianggap kedua kelompok akan berubah sejajar tanpa program; "
                "bandingkan garis keduanya sebelum program."
            )
        )
    if view.few_units and view.compared is not None:
        counts = {"units": view.treated.units, "others": view.compared.units}
        said.append(
            _(
                "Unitnya sedikit (%(units)d ikut, %(others)d pembanding): selang hanya memuat kebetulan "
                "antarorang atau antarberkas, bukan perbedaan antarunit."
            )
            % counts
        )
    said.append(_("Unit yang dipilih karena angkanya buruk sering membaik sendiri."))
    said.append(_("Hal lain yang berubah pada masa yang sama dapat ikut memengaruhi angkanya."))
    if view.programme.measure == Measure.SATISFACTION:
        said.append(_("Yang menjawab survei sebelum dan sesudah bukan orang yang sama."))
    for when, count in zip((_("masa sebelum"), _("masa sesudah")), view.waiting, strict=True):
        if count:
            said.append(_unfinished(view.programme.measure, count) % {"count": count, "when": when})
    if view.programme.settled <= view.on < view.programme.after_to:
        day = format_date(view.programme.after_to, "j F Y")
        said.append(_("Masa sesudah masih berjalan sampai %(day)s; angkanya dapat berubah.") % {"day": day})
    return said


def _unfinished(measure: str, count: int) -> str:
    """What was received and left out because nobody knows yet how it ends, and which way that bends."""
    if measure == Measure.FIRST_REPLY:
        return ngettext(
            "%(count)d laporan yang diterima pada %(when)s belum dijawab dan tidak ikut dihitung, "
            "sehingga %(when)s tampak lebih cepat daripada sebenarnya.",
            "%(count)d laporan yang diterima pada %(when)s belum dijawab dan tidak ikut dihitung, "
            "sehingga %(when)s tampak lebih cepat daripada sebenarnya.",
            count,
        )
    if measure == Measure.DURATION:
        return ngettext(
            "%(count)d berkas yang diterima pada %(when)s belum selesai dan tidak ikut dihitung, "
            "sehingga %(when)s tampak lebih cepat daripada sebenarnya.",
            "%(count)d berkas yang diterima pada %(when)s belum selesai dan tidak ikut dihitung, "
            "sehingga %(when)s tampak lebih cepat daripada sebenarnya.",
            count,
        )
    return ngettext(
        "%(count)d berkas yang diterima pada %(when)s belum selesai, masih dalam standar waktunya, dan tidak "
        "ikut dihitung, sehingga %(when)s dapat tampak lebih baik daripada sebenarnya.",
        "%(count)d berkas yang diterima pada %(when)s belum selesai, masih dalam standar waktunya, dan tidak "
        "ikut dihitung, sehingga %(when)s dapat tampak lebih baik daripada sebenarnya.",
        count,
    )


def hidden_note(view: EffectView) -> str:
    """Why a cell may be empty."""
    least = int(in_force("survey.k_floor", view.on)["k"])
    return _("Angka dari kurang dari %(k)d orang atau berkas tidak ditampilkan.") % {"k": least}


def point_label(point: Point, programme: Programme) -> str:
    """ "Mar/26" or "II/26" or "2026"; the point in which the programme began says so on a second line."""
    if point.months == 12:
        name = str(point.starts.year)
    else:
        name = ROMAN[(point.starts.month - 1) // 3] if point.months == 3 else format_date(point.starts, "M")
        name = f"{name}/{point.starts.year % 100:02d}"
    count = point.starts.year * 12 + point.starts.month
    begun = programme.starts.year * 12 + programme.starts.month
    return f"{name}\n{_('mulai')}" if count <= begun < count + point.months else f"{name}\n"
