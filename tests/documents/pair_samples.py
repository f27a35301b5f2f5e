"""What the apps hand to the forms of guidance (B.1.6 to B.1.10), with texts that must stay texts."""

from typing import Any

from .samples import HEAD, NURSE

TRICKY = "#let x = 1; $a_b$ *tebal* _miring_ @rujuk [kurung] <label> `kode` \\ // -- “kutip” 100%"
LONG = "Waktu tunggu pasien turun setelah jadwal jaga diatur ulang bersama loket. " * 40


def pair(code: str, text: str = "Teks biasa") -> dict[str, Any]:
    """The data of form `code`, with `text` wherever people write."""
    common = {
        "agency": {"name": "Pemerintah Kota Contoh", "place": "Kota Contoh"},
        "sample": True,
        "period": {"label": "", "starts": "2026-01-01", "ends": "2026-12-31"},
        "number": f"Format {code}",
        "employee": NURSE,
        "other": HEAD,
        "roles": ["Pegawai yang Dinilai", "Pejabat Penilai Kinerja"],
        "signed": {"employee_at": "2026-10-02", "other_at": "2026-10-02"},
    }
    return common | OWN[code](text)


def _coaching(text: str) -> dict[str, Any]:
    step = {"text": text, "by": "Sari Wulandari", "due": "2026-11-01", "done_on": "", "evidence": ""}
    steps = [step, {**step, "done_on": "2026-10-20", "evidence": text}]
    parts = dict.fromkeys(("goal", "facts", "options"), text)
    return {"title": "Coaching", **parts, "steps": steps, "adjusts_target": True}


def _mentoring(text: str) -> dict[str, Any]:
    meeting = {"at": "2026-10-05", "time": "09.00", "place": "Aula Melati", "due": "2026-10-12"}
    journal = [
        {**meeting, "material": text, "action": text},
        {**meeting, "material": "", "action": "", "due": ""},
    ]
    words = dict.fromkeys(("skill", "expected", "measure"), text)
    return {**words, "starts": "2026-09-01", "ends": "2026-12-01", "journal": journal}


def _feedback(text: str) -> dict[str, Any]:
    rows = [{"no": number, "text": "Saya datang siap.", "answer": "Setuju"} for number in (1, 2, 3)]
    return {"to": "Ratna Dewi", "groups": [{"title": "TENTANG SAYA", "rows": rows}], "note": text}


def _competence(text: str) -> dict[str, Any]:
    row = {
        "name": "Integritas",
        "required": 2,
        "achieved": 3,
        "mark": 4,
        "words": "Di atas memadai",
        "reason": text,
    }
    return {
        "held_on": "2026-09-28",
        "method": "Wawancara",
        "groups": [{"title": "A. KOMPETENSI MANAJERIAL", "rows": [row] * 8}],
        "scale": ["Sangat kurang", "Kurang memadai", "Memadai", "Di atas memadai", "Istimewa"],
        "recommendation": text,
    }


def _behaviour(text: str) -> dict[str, Any]:
    words = dict.fromkeys(("problem", "expectation", "detail", "efforts", "evidence"), text)
    return {"value": "Harmonis", **words, "others_too": False, "told_on": "2026-09-05"}


OWN = {
    "B.1.6": _coaching,
    "B.1.7": _mentoring,
    "B.1.8": _feedback,
    "B.1.9": _competence,
    "B.1.10": _behaviour,
}
