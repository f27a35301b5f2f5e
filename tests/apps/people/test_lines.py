"""Who is whose appraiser on day D, in the ordinary cases and the unusual ones of the law."""

from __future__ import annotations

from datetime import date

import pytest

from kinerja.people.models import Appointment, AppraisalMandate, Post
from kinerja.people.queries import (
    appraiser_for_period,
    appraiser_of,
    find_appraiser,
    holder,
    lines,
    own_post,
    superior_of,
)
from tests.world import TODAY, World, appoint


def appraiser(world: World, name: str, on: date = TODAY) -> str:
    """The appraiser's name in the cast; "" for nobody."""
    line = appraiser_of(getattr(world, name), on)
    return next((key for key, one in world.people.items() if line and one == line.employee), "")


def superior(world: World, name: str, on: date = TODAY) -> str:
    line = appraiser_of(getattr(world, name), on)
    above = superior_of(line, on) if line else None
    return next((key for key, one in world.people.items() if above and one == above.employee), "")


def end(world: World, post: str, last: date) -> None:
    """The definitive holder leaves."""
    assert world.posts[post].appointments.filter(kind="definitif", ends=None).update(ends=last) == 1


@pytest.mark.parametrize(
    ("person", "rater", "above"),
    [
        ("nurse", "section_head", "puskesmas_head"),
        ("pppk", "section_head", "puskesmas_head"),
        ("section_head", "puskesmas_head", "office_head"),
        ("midwife", "puskesmas_head", "office_head"),
        ("puskesmas_head", "office_head", "secretary"),
        ("office_head", "secretary", ""),
        ("outsider", "headteacher", "education_head"),  # a head of school by delegation
        ("pharmacist", "pharmacy_head", "office_head"),  # a head of installation by delegation
        ("lab_analyst", "puskesmas_head", "office_head"),  # the coordinator has no authority
        ("surveillance", "office_head", "secretary"),  # the post between is vacant
        ("nurse2", "acting", "office_head"),  # under a Plt
        ("acting", "office_head", "secretary"),  # the Plt himself, where he is Plt
        ("student", "section_head", "puskesmas_head"),  # on study assignment: at home
        ("secretary", "", ""),  # only the mayor above
    ],
)
def test_the_cast(world: World, person: str, rater: str, above: str) -> None:
    assert (appraiser(world, person), superior(world, person)) == (rater, above)


def test_the_bulk_answer_is_the_single_answer(world: World) -> None:
    bulk = lines(TODAY)
    assert set(bulk) == {person.pk for person in world.people.values()}
    for person in world.people.values():
        line = appraiser_of(person, TODAY)
        above = superior_of(line, TODAY) if line else None
        expected = (
            line.employee.pk if line else None,
            above.employee.pk if above else None,
            line.post.unit_id if line else None,
        )
        assert bulk[person.pk] == expected, person


def test_the_bulk_answer_costs_four_queries_and_may_be_narrowed(
    world: World, django_assert_num_queries
) -> None:
    with django_assert_num_queries(4):
        found = lines(TODAY, [world.nurse.pk])
    assert found == {
        world.nurse.pk: (world.section_head.pk, world.puskesmas_head.pk, world.units["PKM1-YAN"].pk)
    }


def test_reasons_name_what_was_passed_over(world: World) -> None:
    assert find_appraiser(world.surveillance, TODAY).why == (
        "Kepala Bidang Pencegahan Penyakit sedang kosong.",
    )
    (reason,) = find_appraiser(world.lab_analyst, TODAY).why
    assert reason.startswith("Koordinator Laboratorium di bawah pengawas")
    assert find_appraiser(world.nurse2, TODAY).why == (
        "Kepala Puskesmas Kenanga dijabat oleh Plt Joko Prasetyo.",
    )
    assert find_appraiser(world.nurse, TODAY).why == ()


def test_above_the_secretary_there_is_only_the_mayor_and_that_is_final(world: World) -> None:
    search = find_appraiser(world.secretary, TODAY)
    assert search.line is None
    assert search.why == ("Dinilai oleh Wali Kota; hasilnya final.",)


def test_nobody_without_a_post_has_an_appraiser(world: World) -> None:
    world.nurse.appointments.update(ends=date(2026, 9, 1))
    assert own_post(world.nurse, TODAY) is None
    search = find_appraiser(world.nurse, TODAY)
    assert (search.line, search.why) == (None, ("Pegawai tidak menduduki jabatan pada hari itu.",))
    assert world.nurse.pk not in lines(TODAY)


def test_a_vacancy_moves_the_line_up_from_the_next_day(world: World) -> None:
    end(world, "KASI-YAN", date(2026, 8, 24))
    assert appraiser(world, "nurse", date(2026, 8, 24)) == "section_head"
    assert appraiser(world, "nurse", date(2026, 8, 25)) == "puskesmas_head"
    assert superior(world, "nurse", date(2026, 8, 25)) == "office_head"


def test_plh_stands_before_the_definitive_holder_only_while_it_lasts(world: World) -> None:
    appoint(world.midwife, world.posts["KASI-YAN"], "plh", date(2026, 9, 1), date(2026, 9, 10))
    assert appraiser(world, "nurse", date(2026, 9, 5)) == "midwife"
    assert appraiser(world, "nurse", date(2026, 9, 11)) == "section_head"
    assert holder(world.posts["KASI-YAN"].pk, date(2026, 9, 5)) == world.midwife
    # A Plh does not move: she is still appraised in her own post.
    assert appraiser(world, "midwife", date(2026, 9, 5)) == "puskesmas_head"


def test_nobody_appraises_himself_by_standing_in_for_his_own_head(world: World) -> None:
    appoint(world.section_head, world.posts["KA-PKM1"], "plh", date(2026, 9, 1), date(2026, 9, 10))
    assert appraiser(world, "section_head", date(2026, 9, 5)) == "office_head"
    # And he is not his own superior where he appraises.
    assert superior(world, "nurse", date(2026, 9, 5)) == "office_head"


def test_the_appraised_is_never_the_superior_of_his_own_appraiser(world: World) -> None:
    appoint(world.nurse, world.posts["KA-PKM1"], "plh", date(2026, 9, 1), date(2026, 9, 10))
    assert superior(world, "nurse", date(2026, 9, 5)) == "office_head"
    assert lines(date(2026, 9, 5))[world.nurse.pk].superior_id == world.office_head.pk


def test_a_plt_goes_back_to_his_own_place_afterwards(world: World) -> None:
    world.acting.appointments.filter(kind="plt").update(ends=date(2026, 9, 30))
    now = own_post(world.acting, date(2026, 9, 30))
    after = own_post(world.acting, date(2026, 10, 1))
    assert now is not None and after is not None
    assert (now.post.code, after.post.code) == ("KA-PKM2", "EPIDEMIOLOG")
    assert appraiser(world, "nurse2", date(2026, 10, 1)) == "office_head"


def test_a_mandate_counts_while_it_is_in_force(world: World) -> None:
    AppraisalMandate.objects.filter(post=world.posts["KASEK"]).update(ends=date(2026, 6, 30))
    assert appraiser(world, "outsider", date(2026, 6, 30)) == "headteacher"
    assert appraiser(world, "outsider", date(2026, 7, 1)) == "education_head"


def test_a_cycle_in_the_data_ends_the_walk(world: World) -> None:
    Post.objects.filter(code="SEKDA").update(reports_to=world.posts["KASI-YAN"])
    Appointment.objects.filter(post__code__in=["SEKDA", "KASI-YAN", "KA-PKM1", "KADINKES"]).delete()
    assert appraiser(world, "nurse") == ""


class TestPeriod:
    """PermenPANRB 6/2022 Lampiran hlm 91 no 13 and 14; the window opens on 20 September."""

    def period(self, world: World, name: str) -> tuple[str, str]:
        q3 = world.q3
        line, appointment = appraiser_for_period(getattr(world, name), q3.starts, q3.ends, q3.opens)
        rater = next((key for key, one in world.people.items() if line and one == line.employee), "")
        return rater, appointment.post.code if appointment else ""

    def new_section_head(self, world: World, since: date) -> None:
        end(world, "KASI-YAN", date.fromordinal(since.toordinal() - 1))
        world.midwife.appointments.update(ends=date.fromordinal(since.toordinal() - 1))
        appoint(world.midwife, world.posts["KASI-YAN"], starts=since)

    def test_a_rater_who_moved_before_the_window_does_not_evaluate(self, world: World) -> None:
        self.new_section_head(world, date(2026, 8, 25))
        assert self.period(world, "nurse") == ("midwife", "PERAWAT")

    def test_a_rater_who_moves_inside_the_window_still_evaluates(self, world: World) -> None:
        self.new_section_head(world, date(2026, 9, 25))
        assert self.period(world, "nurse") == ("section_head", "PERAWAT")
        assert appraiser(world, "nurse", date(2026, 9, 26)) == "midwife"

    @pytest.mark.parametrize("moved", [date(2026, 8, 10), date(2026, 9, 28)])
    def test_an_employee_who_moved_is_evaluated_at_the_new_place(self, world: World, moved: date) -> None:
        world.nurse.appointments.update(ends=date.fromordinal(moved.toordinal() - 1))
        appoint(world.nurse, world.posts["PERAWAT2"], starts=moved)
        assert self.period(world, "nurse") == ("acting", "PERAWAT2")

    def test_who_left_in_the_period_is_evaluated_in_his_last_post(self, world: World) -> None:
        world.nurse.appointments.update(ends=date(2026, 8, 31))
        assert self.period(world, "nurse") == ("section_head", "PERAWAT")

    def test_who_left_before_the_period_is_not_evaluated(self, world: World) -> None:
        world.nurse.appointments.update(ends=date(2026, 6, 30))
        assert self.period(world, "nurse") == ("", "")

    def test_in_bulk_the_same(self, world: World) -> None:
        self.new_section_head(world, date(2026, 9, 25))
        rows = lines(world.q3.opens, own_on=world.q3.ends)
        assert rows[world.nurse.pk].appraiser_id == world.section_head.pk
        # She is the new head at the end of the period, and so evaluated as such.
        assert rows[world.midwife.pk].appraiser_id == world.puskesmas_head.pk
