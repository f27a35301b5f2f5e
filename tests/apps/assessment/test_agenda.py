"""The agenda builds itself: what is on it, who is named to whom, and that its cost does not grow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from kinerja.assessment.actions import open_reviews, sign
from kinerja.assessment.actions.meetings import begin, name_recognised
from kinerja.assessment.actions.minutes import draft_minutes
from kinerja.assessment.models import Meeting, Review
from kinerja.assessment.present_meetings import items_of, points_for, points_for_room
from kinerja.assessment.queries.agenda import AgendaRow, agenda
from kinerja.people.models import Employee, LawOverride
from kinerja.voice.models import FollowUp
from tests.apps.assessment.make_meetings import approved, decision, head, judged, planned, running
from tests.apps.assessment.office import WINDOW, give_plan, tell, user
from tests.apps.voice.make_complaints import category, forwarded
from tests.apps.voice.make_examinations import final
from tests.apps.voice.make_services import make_cases, make_service, moment
from tests.world import NOW, TODAY, World

NEXT = NOW + timedelta(days=91)  # in the window of the fourth quarter


def rows_of(world: World, kind: str, **facts: Any) -> list[AgendaRow]:
    people = [world.puskesmas_head.pk, world.midwife.pk, world.nurse.pk, world.section_head.pk]
    given = {"people": people, "chair_id": world.puskesmas_head.pk}
    rows = agenda(world.units["PKM1"], world.q3, TODAY, **given | facts)
    return [row for row in rows if row.kind == kind]


def texts(row: AgendaRow) -> list[str]:
    return [line["text"] for line in row.facts["lines"]]


def test_nothing_to_say_gives_no_points(world: World) -> None:
    assert agenda(world.units["PKM1"], world.q3, TODAY) == []


def test_goals_below_target_and_goals_nobody_told_of(world: World) -> None:
    plan = give_plan(world, world.midwife, world.posts["BIDAN"], results=2)
    tell(plan, world.q3, "50%")
    give_plan(world, world.nurse, world.posts["PERAWAT"], results=1)
    behind, silent = rows_of(world, "goal")
    assert behind.title == "Pasien poli 0 terlayani tepat waktu"
    assert "Realisasi 50%, target 80-90%" in behind.facts["lines"][0]["note"]
    assert silent.title == "2 hasil kerja belum punya realisasi"
    assert behind.employee_id is silent.employee_id is None


def test_the_same_goal_of_many_is_one_point(world: World) -> None:
    for person, post in ((world.midwife, "BIDAN"), (world.nurse, "PERAWAT")):
        tell(give_plan(world, person, world.posts[post], results=1), world.q3, "50%")
    (point,) = rows_of(world, "goal")
    told, count = texts(point)  # what reads the same is said once
    assert "Pada 2 SKP." == count != told


def test_the_same_goal_of_many_says_each_figure(world: World) -> None:
    for person, post, figure in ((world.midwife, "BIDAN", "50%"), (world.nurse, "PERAWAT", "60%")):
        tell(give_plan(world, person, world.posts[post], results=1), world.q3, figure)
    (point,) = rows_of(world, "goal")
    assert [line["note"][:13] for line in point.facts["lines"]] == ["Realisasi 50%", "Realisasi 60%", ""]


def test_a_draft_report_is_not_read(world: World) -> None:
    plan = give_plan(world, world.midwife, world.posts["BIDAN"], results=1)
    report = tell(plan, world.q3, "50%")
    report.status = "draft"
    report.save()
    (point,) = rows_of(world, "goal")
    assert "belum punya realisasi" in point.title


def test_services_that_are_slow_or_fell(world: World) -> None:
    slow = make_service(world, "PKM1", "poli", name="Poli umum")
    make_cases(slow, 6, first=moment(2026, 8, 3), days=3, label="S")
    make_cases(slow, 4, first=moment(2026, 8, 4), days=1, label="T")
    fell = make_service(world, "PKM1-YAN", "lab", name="Laboratorium")
    make_cases(fell, 10, first=moment(2026, 5, 4), days=1, label="U")
    make_cases(fell, 9, first=moment(2026, 8, 3), days=1, label="V")
    make_cases(fell, 1, first=moment(2026, 8, 5), days=3, label="W")
    well = make_service(world, "PKM1", "kia", name="KIA")
    make_cases(well, 10, first=moment(2026, 8, 3), days=1, label="X")
    few = make_service(world, "PKM1", "gizi", name="Gizi")
    make_cases(few, 4, first=moment(2026, 8, 3), days=9, label="Y")
    elsewhere = make_service(world)
    make_cases(elsewhere, 9, first=moment(2026, 8, 3), days=9, label="Z")
    first, second = rows_of(world, "measure")
    assert (first.title, texts(first)) == ("Poli umum", ["40% sesuai standar, dari 10 berkas."])
    assert second.title == "Laboratorium, Seksi Pelayanan Puskesmas Melati"
    assert texts(second)[1] == "Turun dari 100% (10 berkas) pada masa sebelumnya."


def test_follow_ups_of_surveys_with_late_ones_marked(world: World) -> None:
    for quarter, programme in ((4, "Ruang tunggu"), (2, "Papan antrean")):
        FollowUp.objects.create(
            unit=world.units["PKM1-YAN"], programme=programme, year=2026, quarter=quarter,
            responsible=world.midwife, made_at=NOW,
        )  # fmt: skip
    (point,) = rows_of(world, "follow_up")
    assert [(line["text"], line["late"]) for line in point.facts["lines"]] == [
        ("Papan antrean", True),
        ("Ruang tunggu", False),
    ]
    said = f"{world.midwife.name}, Seksi Pelayanan Puskesmas Melati, Triwulan"
    assert point.facts["lines"][0]["note"].startswith(said)


def test_overdue_complaints_by_number_without_the_citizens_words(world: World) -> None:
    early = moment(2026, 7, 6)
    facts = {"unit": world.units["PKM1-YAN"], "at": early, "category": category("layanan")}
    late = forwarded(world, **facts)
    hidden = forwarded(world, **facts, secret=True)
    fresh = forwarded(world, unit=world.units["PKM1-YAN"])
    (point,) = rows_of(world, "complaint")
    told = " ".join(texts(point))
    assert late.number in told
    assert hidden.number not in told
    assert fresh.number not in told
    assert late.title not in str(point)


def test_people_to_recognise_and_to_support(world: World) -> None:
    judged(world)
    (good,), (weak,) = rows_of(world, "recognise"), rows_of(world, "support")
    assert (good.employee_id, weak.employee_id) == (world.midwife.pk, world.nurse.pk)
    assert good.facts["own_to"] == world.puskesmas_head.pk  # a draft: for its author alone
    assert "Hasil kerja: Dibawah Ekspektasi" in texts(weak)
    post = world.posts["PERAWAT"]
    assert weak.facts["place"] == f"{post.title}, {post.unit.name}"
    assert rows_of(world, "recognise", chair_id=world.section_head.pk) == []


def test_proven_praise_and_fast_service_are_recognised(world: World) -> None:
    found = final(world, employee=world.midwife)
    found.nature = "praise"
    found.save()
    service = make_service(world, "PKM1-YAN", "loket", name="Loket")
    make_cases(service, 20, first=moment(2026, 8, 3), days=1)
    service.cases.update(officer=world.nurse)
    rows = {row.employee_id: texts(row) for row in rows_of(world, "recognise")}
    assert rows == {
        world.midwife.pk: ["Apresiasi warga yang terverifikasi."],
        world.nurse.pk: ["Layanan cepat: 20 berkas, 100% sesuai standar."],
    }


def all_signed(world: World) -> QuerySet[Review]:
    """The reviews of five people of the puskesmas, signed with the highest predicate."""
    for name, post in (
        ("midwife", "BIDAN"), ("nurse", "PERAWAT"), ("lab_coordinator", "KOOR-LAB"), ("pppk", "ADMIN-PKM1"),
        ("section_head", "KASI-YAN"),
    ):  # fmt: skip
        give_plan(world, world.people[name], world.posts[post])
    open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    facts = {"result_rating": "diatas", "behaviour_rating": "diatas", "predicate": "SANGAT_BAIK"}
    Review.objects.update(status="signed", signed_at=WINDOW, snapshot={}, **facts)
    return Review.objects.all()


def test_many_good_ones_push_no_weak_one_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinerja.assessment.queries.agenda.MOST", 1)
    weak = all_signed(world).filter(plan__employee=world.nurse)
    weak.update(result_rating="dibawah", behaviour_rating="dibawah", predicate="SANGAT_KURANG")
    assert [row.employee_id for row in rows_of(world, "support")] == [world.nurse.pk]
    weak.update(predicate="BUTUH_PERBAIKAN", behaviour_rating="sesuai")
    assert [row.employee_id for row in rows_of(world, "support")] == [world.nurse.pk]


def test_the_best_and_the_worst_come_first(world: World) -> None:
    reviews = all_signed(world)
    by_name = list(reviews.order_by("plan__employee__name").values_list("plan__employee", flat=True))
    reviews.filter(plan__employee=by_name[0]).update(predicate="BAIK", behaviour_rating="sesuai")
    assert [row.employee_id for row in rows_of(world, "recognise")] == [*by_name[1:], by_name[0]]
    reviews.update(predicate="BUTUH_PERBAIKAN", result_rating="dibawah", behaviour_rating="sesuai")
    reviews.filter(plan__employee=by_name[-1]).update(predicate="KURANG")
    assert [row.employee_id for row in rows_of(world, "support")] == [by_name[-1], *by_name[:-1]]


def test_who_was_thanked_as_well_comes_before_who_was_only_rated_high(world: World) -> None:
    by_name = list(
        all_signed(world).order_by("plan__employee__name").values_list("plan__employee", flat=True)
    )
    found = final(world, employee=Employee.objects.get(pk=by_name[-1]))
    found.nature = "praise"
    found.save()
    assert [row.employee_id for row in rows_of(world, "recognise")] == [by_name[-1], *by_name[:-1]]


def test_an_agency_sets_its_own_bounds(world: World) -> None:
    service = make_service(world, "PKM1-YAN", "loket", name="Loket")
    make_cases(service, 20, first=moment(2026, 8, 3), days=1)
    service.cases.update(officer=world.nurse)
    assert rows_of(world, "recognise")
    LawOverride.objects.create(
        rule="meeting.agenda", key="fast_cases", value=21, starts=TODAY, basis="Perwal 9/2026", reason="Ramai"
    )
    assert rows_of(world, "recognise") == []


def test_a_proven_complaint_praises_nobody(world: World) -> None:
    final(world, employee=world.nurse)
    assert rows_of(world, "recognise") == []


def seen(user_of: Employee, meeting: Meeting) -> list[tuple[str, int, str]]:
    points = points_for(user(user_of), meeting, items_of(meeting, TODAY), TODAY)
    return [(point.kind, point.count, point.title) for point in points if point.kind != "goal"]


def test_names_are_for_the_chair_and_the_appraiser_only(world: World) -> None:
    judged(world)
    meeting = running(world)
    nurse, midwife = world.nurse.name, world.midwife.name
    assert seen(world.puskesmas_head, meeting) == [("recognise", 0, midwife), ("support", 0, nurse)]
    # A draft is its author's: others do not even get it counted, nor does a head above the chair.
    assert seen(world.section_head, meeting) == [("support", 0, nurse)]
    assert seen(world.lab_coordinator, meeting) == [("support", 1, "")]
    assert seen(world.office_head, meeting) == [("support", 0, nurse)]


def test_the_projector_counts_and_names_only_whom_the_chair_named(world: World) -> None:
    found = final(world, employee=world.midwife)
    found.nature = "praise"
    found.save()
    for review in judged(world):
        if review.signed_at is None:
            sign(review=review, actor=head(world), at=WINDOW)
    meeting = running(world)

    def shown() -> list[tuple[str, int, str, list[str]]]:
        points = points_for_room(meeting.items.select_related("employee"))
        return [
            (point.kind, point.count, point.title, [line["text"] for line in point.lines])
            for point in points
            if point.kind != "goal"
        ]

    assert shown() == [("recognise", 1, "", []), ("support", 1, "", [])]
    name_recognised(meeting=meeting, named=True, actor=head(world), at=NOW)
    praise = ["Apresiasi warga yang terverifikasi."]  # and no rating before everybody
    assert shown() == [("recognise", 0, world.midwife.name, praise), ("support", 1, "", [])]
    text = draft_minutes(meeting=meeting, actor=head(world), at=NOW).minutes
    assert f"Patut dihargai: {world.midwife.name}" in text
    assert "Diatas Ekspektasi" not in text
    assert world.nurse.name not in text
    assert "Perlu dukungan: 1 pegawai" in text


def test_a_draft_judgement_reaches_neither_room_nor_minutes(world: World) -> None:
    judged(world)
    meeting = running(world)
    name_recognised(meeting=meeting, named=True, actor=head(world), at=NOW)
    kinds = [point.kind for point in points_for_room(meeting.items.select_related("employee"))]
    assert "recognise" not in kinds
    text = draft_minutes(meeting=meeting, actor=head(world), at=NOW).minutes
    assert "Patut dihargai" not in text


def test_the_next_agenda_begins_with_what_is_still_open(world: World) -> None:
    meeting = running(world)
    forgotten = decision(world, meeting)
    decision(world, meeting, text="Nanti", due=date(2027, 2, 1))
    hidden = decision(world, meeting, kind="support", about=world.lab_coordinator, text="Dampingi")
    rows = agenda(world.units["PKM1"], world.q4, NEXT.date())
    assert [row.title for row in rows[:2]] == [forgotten.text, hidden.text]
    assert rows[0].facts["lines"][0]["late"] is True
    assert rows[2].facts["lines"][0]["late"] is False
    later = begin(meeting=planned(world, period=world.q4, at=NEXT), actor=head(world), at=NEXT)
    assert [point.title for point in points_for_room(later.items.all())] == [forgotten.text, "Nanti"]
    assert "Dampingi" not in [title for _kind, _n, title in seen(world.midwife, later)]


def test_the_agenda_is_frozen_when_the_meeting_begins(world: World) -> None:
    give_plan(world, world.midwife, world.posts["BIDAN"], results=1)
    meeting = planned(world)
    assert len(items_of(meeting, TODAY)) == 1
    begin(meeting=meeting, actor=head(world), at=NOW)
    give_plan(world, world.lab_coordinator, world.posts["KOOR-LAB"], results=1)
    (item,) = items_of(meeting, TODAY)
    assert item.title == "1 hasil kerja belum punya realisasi"


def test_an_approved_meeting_keeps_its_agenda(world: World) -> None:
    give_plan(world, world.midwife, world.posts["BIDAN"], results=1)
    assert "1 hasil kerja belum punya realisasi" in approved(world).minutes


def counted(world: World) -> int:
    everybody = [person.pk for person in world.people.values()]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        agenda(world.units["PKM1"], world.q3, TODAY, people=everybody, chair_id=world.puskesmas_head.pk)
    return len(queries)


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    service = make_service(world, "PKM1", "poli", name="Poli umum")
    make_cases(service, 6, first=moment(2026, 8, 3), days=3)
    judged(world)
    forwarded(world, unit=world.units["PKM1"], at=moment(2026, 7, 6))
    meeting = running(world)
    decision(world, meeting, due=TODAY)
    first = counted(world)
    for number in range(8):
        decision(world, meeting, text=f"Tugas {number}", due=TODAY)
        forwarded(world, unit=world.units["PKM1"], at=moment(2026, 7, 6))
        more = make_service(world, "PKM1", f"layanan-{number}", name=f"Layanan {number}")
        make_cases(more, 6, first=moment(2026, 8, 3), days=3, label=f"L{number}")
    for name, post in (("lab_coordinator", "KOOR-LAB"), ("pppk", "ADMIN-PKM1"), ("section_head", "KASI-YAN")):
        tell(give_plan(world, world.people[name], world.posts[post]), world.q3, "40%", "30%")
    assert counted(world) == first
    assert first <= 19
