"""The printable forms B.1.6 to B.1.10: what stands on them, for whom, and where their buttons are."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kinerja.growth.actions import support as acts
from kinerja.growth.actions.competence import finalise
from kinerja.growth.actions.mentor_meetings import cancel_meeting, write_journal
from kinerja.people.models import Agency, Employee
from kinerja.rules.competence import form_scale
from tests.apps.assessment.office import give_plan, user
from tests.apps.growth import make, make_counselling, make_mentoring, make_support
from tests.apps.growth.make_support import DAY, GOAL, SECRET, by
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db
TRICKY = "#let $x$ *tebal* @rujuk [kurung] 😀"


def paper(world: World, person: Employee, name: str, pk: int) -> str:
    """The words of the PDF that `person` downloads, without line breaks."""
    answer = world.client(person).get(reverse(f"growth:{name}", args=[pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "private, no-store" and person.nip not in answer["Content-Disposition"]
    pages = PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def status(world: World, person: Employee, name: str, pk: int) -> int:
    return int(world.client(person).get(reverse(f"growth:{name}", args=[pk])).status_code)


def offers(world: World, person: Employee, page: str, form: str, pk: int) -> bool:
    """Whether the page has the button of the form."""
    shown = world.client(person).get(reverse(f"growth:{page}", args=[pk])).content.decode()
    return reverse(f"growth:{form}", args=[pk]) in shown


def test_coaching_names_both_the_steps_and_whether_the_target_changes(world: World) -> None:
    plan = make_support.offered(world, options=TRICKY, adjusts_target=True)
    before = paper(world, world.section_head, "support_form", plan.pk)
    assert "menunggu persetujuan pegawai" in before and "2 Oktober" not in before
    acts.agree(plan=plan, **by(world.nurse))
    text = paper(world, world.nurse, "support_form", plan.pk)
    for words in (GOAL, SECRET, "#let $x$ *tebal* @rujuk [kurung] □", "PEJABAT PENILAI KINERJA",
                  "Perawat Terampil", "Kepala Seksi Pelayanan", "20 Oktober 2026", "☑ YA ☐ TIDAK",
                  "COACHING", "Format B.1.6, berjalan"):  # fmt: skip
        assert words in text, words
    assert text.count(world.nurse.nip) == 2 and text.count(world.section_head.nip) == 2
    assert status(world, world.hr, "support_form", plan.pk) == 403
    assert offers(world, world.nurse, "support_plan", "support_form", plan.pk)


def test_a_guide_who_does_not_appraise_is_called_guide_within_the_period_of_the_skp(
    world: World,
) -> None:
    give_plan(world, world.nurse, world.posts["PERAWAT"])
    plan = make_support.opened(world, guide=world.midwife, kind="guidance")
    text = paper(world, world.section_head, "support_form", plan.pk)
    assert "PEMBIMBING" in text and "PEJABAT PENILAI" not in text and "☐ YA ☑ TIDAK" in text
    assert "BIMBINGAN KINERJA" in text and "1 JANUARI 2026 SD 31 DESEMBER 2026" in text
    assert status(world, world.nurse, "support_form", plan.pk) == 403


def test_mentoring_prints_the_journal_but_not_for_hr(world: World) -> None:
    pair = make_mentoring.running(world)
    meeting = make_mentoring.met(world, pair)
    facts = {"material": "Menyapa pasien", "action": TRICKY, "action_due": TODAY, "at": NOW}
    write_journal(meeting=meeting, **facts, actor=user(world.nurse))
    gone = make_mentoring.met(world, pair, TODAY + DAY)
    gone.place = "Ruang Batal"
    gone.save()
    cancel_meeting(meeting=gone, actor=user(world.nurse), at=NOW)
    text = paper(world, world.nurse2, "mentorship_form", pair.pk)
    for words in ("MENTEE", "MENTOR", pair.skill, pair.expected, pair.measure, "Aula Melati",
                  "Menyapa pasien", "#let $x$ *tebal* @rujuk [kurung] □"):  # fmt: skip
        assert words in text, words
    assert "Ruang Batal" not in text
    assert status(world, world.hr, "mentorship_form", pair.pk) == 403
    assert offers(world, world.nurse, "mentorship", "mentorship_form", pair.pk)
    assert not offers(world, world.hr, "mentorship", "mentorship_form", pair.pk)


def test_feedback_on_guidance_goes_to_its_reader_only(world: World) -> None:
    row = make_support.feedback(world)
    text = paper(world, world.puskesmas_head, "coach_feedback_form", row.pk)
    assert "Hendra Gunawan" in text and "Kurang waktu." in text and text.count("Setuju") == 9
    assert "tidak diteruskan kepada pembimbing" in text
    for person in (world.section_head, world.nurse, world.hr):
        assert status(world, person, "coach_feedback_form", row.pk) == 403
    assert offers(world, world.puskesmas_head, "coach_feedback", "coach_feedback_form", row.pk)


def test_competence_prints_levels_marks_and_reasons_once_it_is_final(world: World) -> None:
    make.technical()
    row = make.begin(world)
    assert status(world, world.section_head, "assessment_form", row.pk) == 404
    make.fill(world, row, integritas=5, kerja_sama=1, asuhan=2)
    finalise(assessment=row, actor=user(world.section_head), at=NOW)
    text = paper(world, world.nurse, "assessment_form", row.pk)
    need = row.scores.get(code="integritas").required
    mark, words = form_scale(5 - need, row.held_on)
    assert f"Integritas {need} 5 {mark} – {words} {make.EVIDENCE}" in text
    assert "B. KOMPETENSI SOSIO KULTURAL 1 Perekat bangsa" in text and "C. KOMPETENSI TEKNIS 1 Asuhan" in text
    assert "REKOMENDASI Ikut pelatihan manajemen perubahan." in text and "Wawancara" in text
    assert status(world, world.outsider, "assessment_form", row.pk) == 403
    assert offers(world, world.nurse, "assessment", "assessment_form", row.pk)


def test_a_behaviour_report_prints_the_value_and_hr_gets_it_once_reported(world: World) -> None:
    told = make_counselling.tell(world, detail=TRICKY, others_too=True)
    text = paper(world, world.nurse, "behaviour_form", told.pk)
    assert "belum dilaporkan" in text and "Berorientasi Pelayanan" in text and "☑ YA ☐ TIDAK" in text
    assert "#let $x$ *tebal* @rujuk [kurung] □" in text and "Tiga kali" not in text
    assert status(world, world.hr, "behaviour_form", told.pk) == 403
    make_counselling.report(world, told)
    assert "Dua kali mendampingi di loket." in paper(world, world.hr, "behaviour_form", told.pk)
    assert "belum dilaporkan" not in paper(world, world.section_head, "behaviour_form", told.pk)
    assert offers(world, world.section_head, "behaviour", "behaviour_form", told.pk)


def test_sample_data_says_that_it_is_no_official_paper(world: World) -> None:
    plan = make_support.running(world)
    Agency.objects.update(is_sample=True)
    assert "DATA CONTOH" in paper(world, world.nurse, "support_form", plan.pk)


@pytest.mark.parametrize(
    ("gap", "mark", "words"),
    [
        (-4, 1, "Sangat kurang"),
        (-2, 1, "Sangat kurang"),
        (-1, 2, "Kurang memadai"),
        (0, 3, "Memadai"),
        (1, 4, "Di atas memadai"),
        (2, 5, "Istimewa"),
        (4, 5, "Istimewa"),
    ],
)
def test_the_mark_of_the_form_is_read_from_the_gap(gap: int, mark: int, words: str) -> None:
    assert form_scale(gap, date(2026, 10, 1)) == (mark, words)
