"""Snapshots of a small office, as the apps write them."""

from typing import Any


def person(name: str, nip: str, post: str) -> dict[str, str]:
    return {"name": name, "nip": nip, "rank": "Penata Muda / III/a", "post": post, "unit": "Puskesmas Melati"}


NURSE = person("Sari Wulandari", "199003152015032001", "Perawat Ahli Pertama")
HEAD = person("Budi Hartono", "197508172000031002", "Kepala Puskesmas")
OFFICE = person("Ratna Dewi", "196812111994032003", "Kepala Dinas Kesehatan")


def plan(form: str = "ja_jf", approach: str = "kuantitatif") -> dict[str, Any]:
    indicator = {
        "aspect": "" if form == "jpt" else "waktu",
        "perspective": "anggaran" if form == "jpt" else "",
        "statement": "Lama tunggu pasien di poli umum",
        "target": "20-30 menit",
        "definition": "Waktu dari daftar sampai diperiksa",
        "formula": "",
        "data_source": "Buku antrean",
    }
    result = {
        "kind": "utama",
        "order": 1,
        "statement": "Pasien poli umum terlayani tepat waktu",
        "serves": {"statement": "Meningkatnya mutu layanan puskesmas", "indicator": "Nilai IKM"},
        "assigned_by": "Kepala Puskesmas",
        "control": "kendali_tinggi",
        "indicators": [indicator, {**indicator, "statement": "Pengaduan tentang keramahan turun"}],
    }
    value = {
        "code": "BP",
        "name": "Berorientasi Pelayanan",
        "definition": "komitmen memberikan pelayanan prima demi kepuasan masyarakat",
        "guides": [
            "Memahami dan memenuhi kebutuhan masyarakat",
            "Ramah, cekatan, solutif",
            "Perbaikan tiada henti",
        ],
        "expectation": "Menyapa pasien lebih dulu",
    }
    return {
        "agency": {"name": "Pemerintah Kota Contoh", "place": "Kota Contoh", "head_title": "Wali Kota"},
        "period": {"label": "", "starts": "2026-01-01", "ends": "2026-12-31"},
        "form": form,
        "approach": approach,
        "number": "SKP/2026/0001/1",
        "employee": NURSE,
        "appraiser": HEAD,
        "results": [result, {**result, "kind": "tambahan", "serves": None}],
        "behaviours": [value] * 7,
        "attachments": {
            "sumber_daya": ["Dua perawat tambahan"],
            "pertanggungjawaban": [],
            "konsekuensi": ["Pujian"],
        },
        "signed": {"employee_at": "2026-01-20", "appraiser_at": "2026-01-28"},
        "verify_url": "https://kinerja.contoh.go.id/periksa/abc/",
        "sample": True,
    }


def objected() -> dict[str, Any]:
    """An evaluation that the superior changed after an objection: form D.1.3."""
    return {
        **review(),
        "predicate_label": "Sangat Baik",
        "result_rating_label": "Diatas Ekspektasi",
        "signed": {"appraiser_at": "2026-10-05", "superior_at": "2026-10-30", "employee_at": ""},
        "objection": {
            "filed_at": "2026-10-20",
            "reasons": "Realisasi #September belum dibaca.",
            "evidence": [{"text": "Rekap antrean September", "sha256": "ab" * 32}],
            "employee_statement": "Rekap dikirim tepat waktu.",
            "employee_stated_at": "2026-10-22",
            "appraiser_statement": "",
            "appraiser_stated_at": "",
            "decision": "Rekap September sah dan melewati target.",
            "decided_at": "2026-10-30",
            "decided_by": OFFICE,
            "due_decision": "2026-10-29",
            "previous": {
                "version": 1,
                "number": "EVK/2026/TW3/000001",
                "sha256": "cd" * 32,
                "signed": "2026-10-05",
                "result_rating_label": "Sesuai Ekspektasi",
                "behaviour_rating_label": "Diatas Ekspektasi",
                "predicate": "BAIK",
                "predicate_label": "Baik",
            },
        },
    }


def review(*, form: str = "ja_jf", approach: str = "kuantitatif", taken_over: bool = False) -> dict[str, Any]:
    base = plan(form, approach)
    said = [{"from": "Pimpinan", "text": "Sudah baik, #pertahankan *terus* $x$"}]
    results = [
        {
            **result,
            "indicators": [{**k, "realisation": "25 menit"} for k in result["indicators"]],
            "feedback": said,
        }
        for result in base["results"]
    ]
    predicates = ["Sangat Kurang", "Kurang/Misconduct", "Butuh Perbaikan", "Baik", "Sangat Baik"]
    return {
        **base,
        "plan": base,
        "period": {"label": "TRIWULAN III", "year": 2026, "starts": "2026-07-01", "ends": "2026-09-30"},
        "superior": OFFICE,
        "organisation": {
            "unit": "Puskesmas Melati",
            "predicate_label": "Baik",
            "basis": "Capaian rencana aksi",
        },
        "distribution": {
            "pattern": [[name, share] for name, share in zip(predicates, [0.5, 1, 2, 6, 2], strict=True)],
            "counts": [[name, count] for name, count in zip(predicates, [0, 0, 1, 8, 2], strict=True)],
        },
        "results": results,
        "behaviours": [{**value, "feedback": said} for value in base["behaviours"]],
        "result_rating_label": "Sesuai Ekspektasi",
        "behaviour_rating_label": "Diatas Ekspektasi",
        "predicate_label": "Baik",
        "result_reason": "",
        "behaviour_reason": "",
        "recommendation": "Ikut pelatihan komunikasi.",
        "taken_over": taken_over,
        "take_over_note": "Penilai tidak menilai sampai batas waktu." if taken_over else "",
        "final": taken_over,
        "signed": {"superior_at": "2026-10-20"} if taken_over else {"appraiser_at": "2026-10-05"},
    }
