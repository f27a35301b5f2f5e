"""The checks of 01-skp 12.3: what stops a plan and what only advises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.plans.examine import Facts, examine
from kinerja.plans.findings import Finding, hard

from .conftest import leader_content, staff_content

STAFF = Facts(
    form="ja_jf",
    approach="kuantitatif",
    level="jf",
    day=date(2026, 1, 1),
    employee_id=1,
    appraiser_id=2,
)
LEADER = replace(STAFF, form="jpt", level="jpt")


def says(findings: list[Finding], level: str, words: str) -> Finding:
    """The one finding of the level with these words."""
    found = [item for item in findings if item.level == level and words in item.message]
    assert len(found) == 1, [item.message for item in findings]
    assert found[0].rule
    assert found[0].where
    return found[0]


def test_good_plans_have_nothing_hard() -> None:
    assert hard(examine(staff_content(), STAFF)) == []
    assert hard(examine(leader_content(), LEADER)) == []


def test_a_plan_needs_a_main_result() -> None:
    says(examine(PlanContent(), STAFF), "hard", "satu hasil kerja utama")
    says(examine(staff_content(kind="tambahan"), STAFF), "hard", "satu hasil kerja utama")


def test_leaders_need_an_indicator_on_the_budget() -> None:
    content = leader_content()
    without = PlanContent(results=content.results[:1])
    says(examine(without, LEADER), "hard", "Anggaran")
    assert not hard(examine(without, STAFF))


def test_missing_perspectives_only_advise() -> None:
    budget = IndicatorContent(statement="Anggaran terserap", target="95%", perspective="anggaran")
    content = PlanContent(results=(ResultContent(statement="Anggaran optimal", indicators=(budget,)),))
    finding = says(examine(content, LEADER), "soft", "Keempat perspektif")
    assert "Penerima Layanan, Proses Bisnis, Penguatan Internal" in finding.message


def test_every_result_needs_an_indicator_and_words() -> None:
    key = staff_content().results[0]
    bare = PlanContent(results=(replace(key, indicators=()), ResultContent(statement="")))
    findings = hard(examine(bare, STAFF))
    assert [item.where for item in findings] == ["Hasil kerja 1", "Hasil kerja 2", "Hasil kerja 2"]
    assert findings[0].anchor == f"hasil-{bare.results[0].key}"


def test_the_target_may_be_in_the_narrative_only_when_qualitative() -> None:
    indicator = IndicatorContent(statement="Komplain berkurang dari tahun lalu")
    content = PlanContent(results=(ResultContent(statement="Layanan baik", indicators=(indicator,)),))
    finding = says(examine(content, STAFF), "hard", "Tulis targetnya")
    assert finding.where == "Hasil kerja 1, indikator 1"
    assert hard(examine(content, replace(STAFF, approach="kualitatif"))) == []


def test_nobody_appraises_himself() -> None:
    says(examine(staff_content(), replace(STAFF, appraiser_id=1)), "hard", "dirinya sendiri")


@pytest.mark.parametrize(
    ("target", "warned"),
    [
        ("Semua pasien", True),
        ("100% dan selalu tepat", True),
        ("tidak pernah terlambat", True),
        ("setiap hari", True),
        ("80 – 90%", False),
        ("kesemuanya", False),
        ("tidak terlambat", False),
    ],
)
def test_absolute_words_advise_staff(target: str, warned: bool) -> None:
    content = staff_content(indicators=(IndicatorContent(statement="X", target=target, aspect="waktu"),))
    found = [item for item in examine(content, STAFF) if "kata mutlak" in item.message]
    assert bool(found) == warned
    assert not [item for item in examine(content, LEADER) if "kata mutlak" in item.message]


@pytest.mark.parametrize(
    ("statement", "warned"),
    [("Menyusun laporan", True), ("melaksanakan posyandu", True), ("Laporan tersusun", False)],
)
def test_an_activity_is_no_result(statement: str, warned: bool) -> None:
    found = [
        item for item in examine(staff_content(statement=statement), STAFF) if "kegiatan" in item.message
    ]
    assert bool(found) == warned
    assert all(item.level == "soft" for item in found)


def test_control_levels_follow_the_post() -> None:
    content = staff_content(control="output_kendali_rendah")
    says(examine(content, replace(STAFF, level="pelaksana")), "soft", "Tingkat kendali")
    says(examine(content, replace(STAFF, level="pengawas")), "soft", "Tingkat kendali")
    for quiet in (STAFF, LEADER):
        assert not [item for item in examine(content, quiet) if "kendali" in item.message]


def test_acting_and_study_are_asked_for() -> None:
    acting = replace(STAFF, acting=("Plt Kepala Puskesmas",))
    says(examine(staff_content(), acting), "soft", "Plt Kepala Puskesmas")
    told = staff_content(assigned_by="Plt Kepala Puskesmas")
    assert not [item for item in examine(told, acting) if "bertugas sebagai" in item.message]
    says(examine(staff_content(), replace(STAFF, study=True)), "soft", "tugas belajar")
    studied = staff_content(statement="IPK semester ganjil minimal 3,51")
    assert not [item for item in examine(studied, replace(STAFF, study=True)) if "akademik" in item.message]


def test_the_matrix_and_provisional_results_advise() -> None:
    facts = replace(STAFF, uncovered=("Keluarga sehat",), role_expected=True, provisional=("Masyarakat",))
    findings = examine(staff_content(), facts)
    says(findings, "soft", "Keluarga sehat")
    says(findings, "soft", "belum mendapat peran")
    says(findings, "soft", "masih sementara")


def test_hard_findings_come_first() -> None:
    levels = [
        item.level for item in examine(PlanContent(results=(ResultContent(statement="Menyusun"),)), STAFF)
    ]
    assert levels == sorted(levels)
    assert {"hard", "soft"} == set(levels)
