"""The first text of the minutes, from what the meeting knows.

Everybody who was invited reads it: those to support are counted and never named, those to recognise only
when the chair named them before everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .access_meetings import ABOUT_PEOPLE
from .models import AgendaItem, Decision, Meeting

KINDS = AgendaItem.Kind


def minutes_text(meeting: Meeting) -> str:
    """Plain text: head, attendance, points with what was said, decisions that stand. Three queries."""
    items = list(meeting.items.select_related("employee").order_by("order", "pk"))
    decisions = list(standing(meeting))
    parts = [
        _head(meeting),
        _attendance(meeting),
        _points(items),
        _decisions(decisions, named=recognised_named(items)),
    ]
    return "\n\n".join(part for part in parts if part)


def standing(meeting: Meeting) -> QuerySet[Decision]:
    """What was decided and not taken back, as it was written down."""
    rows = meeting.decisions.exclude(status=Decision.Status.DROPPED)
    return rows.select_related("owner", "about").order_by("pk")


def recognised_named(items: Iterable[AgendaItem]) -> bool:
    """Whether the chair named those to recognise before everybody."""
    return any(row.facts.get("named") for row in items if row.kind == KINDS.RECOGNISE)


def shown_to_all(item: AgendaItem) -> bool:
    """Whether the point may stand before everybody with its title and lines."""
    if item.kind in ABOUT_PEOPLE:
        return item.kind == KINDS.RECOGNISE and bool(item.facts.get("named")) and "own_to" not in item.facts
    return bool(item.facts.get("about", Decision.Kind.TASK) == Decision.Kind.TASK)


def _head(meeting: Meeting) -> str:
    begins, ends = localtime(meeting.starts_at), localtime(meeting.ends_at)
    return "\n".join(
        [
            _("NOTULA RAPAT EVALUASI KINERJA"),
            f"{meeting.unit.name}, {meeting.period}",
            _("Waktu: %(day)s pukul %(from)s sampai %(to)s")
            % {
                "day": format_date(begins, "l, j F Y"),
                "from": begins.strftime("%H.%M"),
                "to": ends.strftime("%H.%M"),
            },
            _("Tempat: %(place)s") % {"place": meeting.place},
            _("Pemimpin rapat: %(name)s") % {"name": meeting.chair.name},
        ]
    )


def _attendance(meeting: Meeting) -> str:
    rows = list(meeting.attendance.select_related("employee").order_by("employee__name"))
    came = [f"- {row.employee.name}" for row in rows if row.present]
    away = [f"- {row.employee.name}: {row.reason}" for row in rows if row.present is False]
    told = [_("HADIR (%(count)d orang)") % {"count": len(came)}, *came]
    if away:
        told += ["", _("TIDAK HADIR (%(count)d orang)") % {"count": len(away)}, *away]
    return "\n".join(told)


def _points(items: list[AgendaItem]) -> str:
    told = [_("PEMBAHASAN")]
    number = 0
    for item in items:
        if not shown_to_all(item):
            continue
        number += 1
        told.append(f"{number}. {_(item.get_kind_display())}: {item.title}")
        lines = [row for row in item.facts.get("lines", []) if not row.get("private")]
        told += [f"   {_one_line(row)}" for row in lines]
        if item.discussed:
            told.append("   " + item.discussed.replace("\n", "\n   "))
    for kind, words in (
        (KINDS.RECOGNISE, _("Patut dihargai: %(count)d pegawai, tanpa disebut namanya.")),
        (KINDS.SUPPORT, _("Perlu dukungan: %(count)d pegawai, dibicarakan dengan atasannya masing-masing.")),
    ):
        if count := sum(item.kind == kind and _is_counted(item) for item in items):
            number += 1
            told.append(f"{number}. {words % {'count': count}}")
    return "\n".join(told) if number else ""


def _is_counted(item: AgendaItem) -> bool:
    """Not named, and not somebody's draft, which is nobody's business yet."""
    return not shown_to_all(item) and "own_to" not in item.facts


def _one_line(row: dict[str, str]) -> str:
    return f"- {row['text']} {'(' + row['note'] + ')' if row['note'] else ''}".rstrip()


def openly(rows: Collection[Decision], *, named: bool) -> list[Decision]:
    """Decisions that stand before everybody: tasks, and recognitions where the chair names them."""
    kinds = {Decision.Kind.TASK, *([Decision.Kind.RECOGNITION] if named else [])}
    return [row for row in rows if row.kind in kinds]


def apart(rows: Collection[Decision], *, named: bool) -> list[str]:
    """The others as numbers, a sentence for each kind."""
    hidden = Counter(row.kind for row in rows) - Counter(row.kind for row in openly(rows, named=named))
    words = {
        Decision.Kind.RECOGNITION: _("Penghargaan: %(count)d keputusan, dicatat tersendiri."),
        Decision.Kind.SUPPORT: _("Dukungan: %(count)d keputusan, dicatat tersendiri."),
    }
    return [sentence % {"count": hidden[kind]} for kind, sentence in words.items() if hidden[kind]]


def _decisions(rows: list[Decision], *, named: bool) -> str:
    told = []
    for row in openly(rows, named=named):
        about = f" ({row.about.name})" if row.about else ""
        facts = {"owner": row.owner.name, "day": format_date(row.due, "j F Y")}
        who = _("Penanggung jawab: %(owner)s. Batas: %(day)s.") % facts
        told.append(f"{_(row.get_kind_display())}{about}: {row.text}\n   {who}")
    told += apart(rows, named=named)
    points = [f"{number}. {words}" for number, words in enumerate(told, start=1)]
    return "\n".join([_("KEPUTUSAN"), *(points or [_("Tidak ada keputusan.")])])
