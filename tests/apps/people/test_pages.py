"""Pages of the register: what they show, what a post does; long lists cost no more than short ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.people.models import Employee, Holiday, Post, Unit
from kinerja.people.views import common
from tests.world import NOW, World, appoint, nip


def crowd(world: World, numbers: range) -> None:
    """More staff under the section head, each with a post and unit of his own; and as many days off."""
    for number in numbers:
        unit = Unit.objects.create(code=f"U{number}", name=f"Pos {number}", parent=world.units["PKM1-YAN"])
        post = Post.objects.create(
            code=f"P{number}",
            title="Petugas",
            unit=unit,
            level="pelaksana",
            reports_to=world.posts["KASI-YAN"],
        )
        one = Employee.objects.create(nip=nip(number + 100), name=f"Petugas {number:03d}")
        appoint(one, post)
        appoint(one, world.posts["PERAWAT"], "plt", *[date.fromordinal(737000 + number)] * 2)
        day = date.fromordinal(date(2026, 1, 1).toordinal() + number)
        Holiday.objects.create(day=day, name="Libur", kind="agency")


PAGES: dict[str, tuple[str, Callable[[World], list[int]]]] = {
    "employees": ("people:employees", lambda world: []),
    "posts": ("people:posts", lambda world: []),
    "units": ("people:units", lambda world: []),
    "unit": ("people:unit", lambda world: [world.units["PKM1-YAN"].pk]),
    "post": ("people:post", lambda world: [world.posts["KASI-YAN"].pk]),
    "employee": ("people:employee", lambda world: [world.nurse.pk]),
    "choose": ("people:appoint", lambda world: [world.nurse.pk]),
    "holidays": ("people:holidays", lambda world: []),
}


@pytest.mark.parametrize("page", PAGES)
def test_long_lists_cost_the_queries_of_short_ones(
    page: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "PAGE", 1_000)
    name, arguments = PAGES[page]
    url = reverse(name, args=arguments(world))
    client = world.client(world.hr)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    crowd(world, range(10))
    cost()  # warms what is read once a process
    few = cost()
    crowd(world, range(10, 200))
    assert cost() == few
    assert few < 35


def test_search_by_name_nip_post_and_unit(world: World) -> None:
    client = world.client(world.hr)

    def found(**query: object) -> set[str]:
        page = client.get(reverse("people:employees"), query)
        return {row.employee.name for row in page.context["rows"]}

    assert found(q="dewi") == {"Dewi Lestari"}
    assert found(q=world.nurse.nip) == {"Dewi Lestari"}
    assert found(q="bidan penyelia") == {"Siti Aminah"}
    assert found(q="kenanga") == {"Nur Hidayah", "Joko Prasetyo"}
    assert found(q="tidak ada yang begini") == set()
    assert "Dewi Lestari" in found(unit=world.units["PKM1"].pk)
    assert "Nur Hidayah" not in found(unit=world.units["PKM1"].pk)
    assert len(found(unit="x; DROP TABLE")) == 25, "a unit that is none filters nothing: one full page"


def test_everybody_finds_only_whom_he_may_see(world: World) -> None:
    page = world.client(world.section_head).get(reverse("people:employees"))
    names = {row.employee.name for row in page.context["rows"]}
    assert names == {"Sri Wahyuni", "Dewi Lestari", "Putri Anggraini", "Agus Salim"}


def test_the_appraiser_of_a_chosen_day_with_the_reason(world: World) -> None:
    client = world.client(world.nurse2)
    url = reverse("people:employee", args=[world.nurse2.pk])
    now = client.get(url).content.decode()
    assert "Joko Prasetyo" in now and "dijabat oleh Plt" in now
    before = client.get(url, {"hari": "2026-02-01"}).content.decode()
    assert "Ratna Kusuma" in before and "Kepala Puskesmas Kenanga sedang kosong" in before
    assert client.get(url, {"hari": "kemarin"}).status_code == 200


def test_a_refused_person_reads_why(world: World) -> None:
    page = world.client(world.nurse).get(reverse("people:employee", args=[world.midwife.pk]))
    assert page.status_code == 403
    assert "tim Anda, dan unit yang Anda pimpin" in page.content.decode()


def test_a_transfer_in_two_steps_without_script(world: World) -> None:
    client = world.client(world.hr)
    choose = client.get(reverse("people:appoint", args=[world.nurse.pk]), {"q": "kenanga perawat"})
    (row,) = choose.context["rows"]
    url = reverse("people:appoint_to", args=[world.nurse.pk, row.post.pk])
    data = {"kind": "pindah", "starts": "2026-10-05", "decree": "800/9"}
    page = client.post(url, data, follow=True)
    assert "Pengangkatan disimpan" in page.content.decode()
    assert world.nurse.appointments.filter(post=row.post, starts=NOW.date()).exists()
    again = client.post(url, data)
    assert again.status_code == 422
    assert "mulai pada hari itu juga" in again.content.decode()


def test_an_acting_head_and_the_end_of_it(world: World) -> None:
    client = world.client(world.hr)
    url = reverse("people:appoint_to", args=[world.midwife.pk, world.posts["KASI-YAN"].pk])
    data = {"kind": "plh", "starts": "2026-10-05", "ends": "2026-10-09"}
    assert client.post(url, data).status_code == 302
    row = world.midwife.appointments.get(kind="plh")
    end = reverse("people:appointment_end", args=[row.pk])
    assert client.post(end, {"ends": "2026-10-06", "reason": "Kembali bertugas"}).status_code == 302
    row.refresh_from_db()
    assert row.ends == date(2026, 10, 6)


def test_units_and_posts_are_added_and_changed(world: World) -> None:
    client = world.client(world.hr)
    unit = {
        "code": "PKM3",
        "name": "Puskesmas Mawar",
        "kind": "puskesmas",
        "parent": world.units["DINKES"].pk,
    }
    assert client.post(reverse("people:unit_new"), unit).status_code == 302
    made = Unit.objects.get(code="PKM3")
    assert (
        client.post(reverse("people:unit_edit", args=[made.pk]), unit | {"name": "Mawar"}).status_code == 302
    )
    taken = client.post(reverse("people:unit_new"), unit)
    assert taken.status_code == 422 and "sudah dipakai" in taken.content.decode()
    post = {
        "code": "KA-PKM3",
        "title": "Kepala Puskesmas Mawar",
        "unit": made.pk,
        "level": "pengawas",
        "leads_unit": "on",
        "superior_code": "KADINKES",
    }
    assert client.post(reverse("people:post_new"), post).status_code == 302
    head = Post.objects.get(code="KA-PKM3")
    assert head.reports_to == world.posts["KADINKES"] and head.leads_unit
    edit = reverse("people:post_edit", args=[head.pk])
    assert 'value="KADINKES"' in client.get(edit).content.decode()
    circle = client.post(edit, post | {"superior_code": "KA-PKM3"})
    assert circle.status_code == 422 and "Garis pelaporan" in circle.content.decode()
    unknown = client.post(edit, post | {"superior_code": "TIADA"})
    assert unknown.status_code == 422 and "tidak ada" in unknown.content.decode()
    wrong = client.post(edit, post | {"grade": "mahir"})
    assert wrong.status_code == 422 and "jabatan fungsional saja" in wrong.content.decode()


def test_a_new_employee_and_a_wrong_nip(world: World) -> None:
    client = world.client(world.hr)
    data = {"nip": "19900101 201503 2 999", "name": "Baru", "kind": "pns"}
    assert client.post(reverse("people:employee_new"), data).status_code == 302
    person = Employee.objects.get(nip="199001012015032999")
    wrong = client.post(reverse("people:employee_new"), data | {"nip": "123"})
    assert wrong.status_code == 422 and "18 angka" in wrong.content.decode()
    edit = reverse("people:employee_edit", args=[person.pk])
    assert client.post(edit, data | {"name": "Baru Juga"}).status_code == 302


def test_mandates(world: World) -> None:
    client = world.client(world.hr)
    url = reverse("people:mandate_new", args=[world.posts["BIDAN"].pk])
    refused = client.post(url, {"starts": "2026-10-05", "basis": "SK 1"})
    assert refused.status_code == 422 and "memimpin unit" in refused.content.decode()
    row = world.posts["KASEK"].mandates.get()
    end = reverse("people:mandate_end", args=[row.pk])
    assert client.post(end, {"ends": "2026-10-31", "reason": "Ganti"}).status_code == 302


def test_days_off(world: World) -> None:
    client = world.client(world.hr)
    page = client.post(reverse("people:holidays_seed"), {"year": 2026}, follow=True)
    assert "Hari Raya Natal" in page.content.decode()
    missing = client.post(reverse("people:holidays_seed"), {"year": 2099}, follow=True)
    assert "belum ada" in missing.content.decode()
    day = {"day": "2026-10-06", "name": "Hari jadi", "kind": "regional", "source": "Perwal 3"}
    assert client.post(reverse("people:holidays"), day).status_code == 302
    row = Holiday.objects.get(day=date(2026, 10, 6))
    url = reverse("people:holiday_remove", args=[row.pk])
    assert client.post(url, {"reason": "Keliru"}).status_code == 302
    assert not Holiday.objects.filter(pk=row.pk).exists()


def test_settings_are_saved(world: World) -> None:
    data = {
        "name": "Kota Baru",
        "short_name": "Kota",
        "place": "Sana",
        "head_title": "Bupati",
        "workweek": "6",
        "daily_log": "required",
    }
    page = world.client(world.hr).post(reverse("people:settings"), data, follow=True)
    assert "Pengaturan disimpan" in page.content.decode()
    world.agency.refresh_from_db()
    assert (world.agency.name, world.agency.workweek) == ("Kota Baru", 6)
