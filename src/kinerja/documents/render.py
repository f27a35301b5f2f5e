"""Official forms and certificates as PDF/A-2a and PDF/UA-1. The same data gives the same bytes.

Data reaches typst as one JSON string and is only ever shown as text: nothing in it can become markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import segno
import typst

from .signs import FOLDER, FONTS, STANDARDS, drawn


@dataclass(frozen=True, slots=True)
class Form:
    """An official form: its code in PermenPANRB 6/2022, title, layout file and page orientation."""

    code: str
    title: str
    layout: str
    landscape: bool = True


FORMS = {
    form.code: form
    for form in (
        Form("A.1.1", "SKP kualitatif pimpinan", "skp", landscape=False),
        Form("A.1.2", "SKP kuantitatif pimpinan", "skp"),
        Form("A.1.3", "Manual indikator kinerja", "manual", landscape=False),
        Form("A.1.4", "Workblock", "workblock", landscape=False),
        Form("A.1.5", "Matriks pembagian peran dan hasil", "matrix"),
        Form("A.1.6", "SKP kualitatif", "skp", landscape=False),
        Form("A.1.7", "SKP kuantitatif", "skp"),
        Form("A.1.8", "Lampiran SKP", "lampiran", landscape=False),
        Form("B.1.6", "Coaching", "coaching", landscape=False),
        Form("B.1.7", "Mentoring", "mentoring", landscape=False),
        Form("B.1.8", "Umpan balik atas bimbingan", "guidance_feedback", landscape=False),
        Form("B.1.9", "Evaluasi kompetensi", "competence", landscape=False),
        Form("B.1.10", "Laporan permasalahan perilaku", "behaviour", landscape=False),
        Form("C.1.1", "Hasil evaluasi kinerja kualitatif", "evaluation"),
        Form("C.1.2", "Hasil evaluasi kinerja kuantitatif pimpinan", "evaluation"),
        Form("C.1.3", "Hasil evaluasi kinerja kuantitatif", "evaluation"),
        Form("D.1.1", "Dokumen evaluasi kinerja", "document", landscape=False),
        Form("D.1.2", "Dokumen evaluasi kinerja oleh atasan penilai", "document", landscape=False),
        Form("D.1.3", "Dokumen evaluasi kinerja setelah keberatan", "document", landscape=False),
    )
}


def plan_form(form: str, approach: str) -> str:
    """The code of the SKP form for `form` (jpt, ja_jf) and `approach` (kualitatif, kuantitatif)."""
    first = {"jpt": ("A.1.1", "A.1.2"), "ja_jf": ("A.1.6", "A.1.7")}[form]
    return first[approach == "kuantitatif"]


def evaluation_form(form: str, approach: str) -> str:
    """The code of the evaluation form (C.1.x) for a plan's `form` and `approach`."""
    if approach == "kualitatif":
        return "C.1.1"
    return "C.1.2" if form == "jpt" else "C.1.3"


def _qr(url: str) -> str:
    out = BytesIO()
    segno.make(url, error="m").save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def _issued(data: Mapping[str, Any]) -> datetime:
    """The day the form bears: the newest signature, else the end of its period."""
    days = [str(day)[:10] for day in data.get("signed", {}).values() if day]
    return datetime.fromisoformat(max(days, default=data["period"]["ends"][:10])).replace(tzinfo=UTC)


def render(code: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of form `code` from a snapshot (`plans.snapshots`, `assessment.snapshots`,
    `growth.official_forms`).

    Raises KeyError for an unknown code and typst.TypstError when the snapshot lacks what the form needs.
    """
    form = FORMS[code]
    return _compiled(form.layout, {**data, "landscape": form.landscape}, _issued(data))


def certificate(data: Mapping[str, Any], crest: bytes | None = None) -> bytes:
    """The PDF of a certificate. `data` needs the texts kind, number, holder, unit, leads, title, span, says,
    basis, agency, place, issued_on (ISO day), signer_title, signer, signer_nip, verify_url, and sample.
    `crest` is what `checked_crest` gave; without one it bears the shield of the product.

    Raises typst.TypstError when one is missing.
    """
    bears = datetime.fromisoformat(data["issued_on"]).replace(tzinfo=UTC)
    return _compiled("certificate", data, bears, crest)


def _compiled(layout: str, data: Mapping[str, Any], bears: datetime, crest: bytes | None = None) -> bytes:
    """The PDF of a layout; `bears` is the moment it carries, so that the same data gives the same bytes."""
    facts = drawn(dict(data))
    if url := data.get("verify_url"):
        facts["qr"] = _qr(url)
    if crest is not None:
        facts["crest"] = list(crest)
    pdf = typst.compile(
        str(FOLDER / f"{layout}.typ"),
        root=str(FOLDER),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(facts, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=bears,
    )
    assert isinstance(pdf, bytes)
    return pdf
