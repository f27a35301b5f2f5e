"""The sample city as rows of the published import template: about 1,150 people in 40 units.

Nobody in it exists. The rows go through the same import that an agency uses.
"""

from __future__ import annotations

from typing import Any

from .rows import Builder, City

AGENCY = "Pemerintah Kota Bahari"

# Whom the printed sign-ins name.
ROLES = {
    "nurse": "Perawat",
    "midwife": "Bidan penyelia",
    "section_head": "Kepala seksi, penilai perawat",
    "puskesmas_head": "Kepala puskesmas",
    "office_head": "Kepala dinas",
    "acting": "Sekretaris dinas, Plt kepala",
    "registry_head": "Kepala dinas kependudukan",
    "counter_head": "Kepala bidang, memimpin loket",
    "counter_officer": "Petugas loket",
    "reception_officer": "Petugas pendaftaran puskesmas",
    "complaints_officer": "Pengelola pengaduan dan forum",
    "services_officer": "Pengelola layanan dan survei",
    "privacy_officer": "Pejabat pelindungan data pribadi",
    "hr": "Analis kepegawaian",
    "auditor": "Auditor",
}

OFFICES = {
    "SETDA": "Sekretariat Daerah",
    "INSP": "Inspektorat",
    "BAPP": "Badan Perencanaan Pembangunan Daerah",
    "BKPSDM": "Badan Kepegawaian dan Pengembangan SDM",
    "BPKAD": "Badan Pengelolaan Keuangan dan Aset Daerah",
    "DINKES": "Dinas Kesehatan",
    "DISDIK": "Dinas Pendidikan",
    "DUKCAPIL": "Dinas Kependudukan dan Pencatatan Sipil",
    "DPMPTSP": "Dinas Penanaman Modal dan PTSP",
    "DPUPR": "Dinas Pekerjaan Umum dan Penataan Ruang",
    "DINSOS": "Dinas Sosial",
    "DISHUB": "Dinas Perhubungan",
    "DLH": "Dinas Lingkungan Hidup",
    "SATPOL": "Satuan Polisi Pamong Praja",
}
SECTIONS = {
    "DINKES": ("Bidang Pelayanan Kesehatan", "Bidang Kesehatan Masyarakat"),
    "DISDIK": ("Bidang Pembinaan SMP", "Bidang Ketenagaan"),
    "DUKCAPIL": ("Bidang Pelayanan Pendaftaran Penduduk", "Bidang Pencatatan Sipil"),
    "DPMPTSP": ("Bidang Perizinan", "Bidang Pengaduan Layanan"),
    "BKPSDM": ("Bidang Penilaian Kinerja", "Bidang Pengembangan Kompetensi"),
    "DPUPR": ("Bidang Bina Marga",),
}
PUSKESMAS = ("Melati", "Mawar", "Kenanga", "Anggrek", "Cempaka", "Dahlia")
SCHOOLS = ("SMP Negeri 1 Bahari", "SMP Negeri 2 Bahari", "SMP Negeri 3 Bahari")
SUBDISTRICTS = ("Bahari Utara", "Bahari Selatan", "Bahari Timur", "Bahari Barat")

NURSE, DOCTOR = "Perawat Ahli Pertama", "Dokter Ahli Pertama"


def person(name: str, *, woman: bool = False) -> dict[str, Any]:
    """Name and sex of somebody whom the story names."""
    return {"name": name, "woman": woman}


HEADS: dict[str, dict[str, Any]] = {
    "DINKES": {"role": "office_head", **person("Ratna Maharani", woman=True)},
    "DUKCAPIL": {"role": "registry_head", **person("Zainal Hakim")},
    "BKPSDM": {"role": "hr_head"},
}


def build(year: int) -> City:
    """The city as it stands in `year`: the running cycle; the year before is done."""
    b = Builder(year)
    b.enter("KOTA", AGENCY, "", "INSTANSI")
    b.hire("KOTA.1", "Sekretaris Daerah", "jpt", "", leads=True, role="secretary", **person("Hasan Kusuma"))
    for code, name in OFFICES.items():
        _office(b, code, name)
    for name in PUSKESMAS:
        _puskesmas(b, name)
    _hospital(b)
    for number, name in enumerate(SCHOOLS, start=1):
        _school(b, f"SMP{number}", name)
    for number, name in enumerate(SUBDISTRICTS, start=1):
        _subdistrict(b, f"KEC{number}", name)
    _name(b, PLAYED)
    _move_in_august(b, year)
    _again(b.city, "acting", "DISHUB.1", "PLT", f"{year}-02-01")
    return b.city


PLAYED = {
    "lenient_head": "RSUD.2",
    "severe_head": "RSUD.3",
    "alike_head": "PKM-MAWAR.2",
    "services_officer": "SETDA.2.S1",
    "privacy_officer": "SETDA.3.S2",
    "complaints_officer": "DPMPTSP-2.S1",
    "counter_head": "DUKCAPIL-1.1",
    "counter_officer": "DUKCAPIL-1.S3",
    "reception_officer": "PKM-MELATI.S6",
}


def _name(b: Builder, posts: dict[str, str]) -> None:
    """The first holder of each post plays a role in the story."""
    for role, code in posts.items():
        b.city.cast[role] = next(row["NIP"] for row in b.city.rows if row["KODE JABATAN"] == code)


def _again(city: City, role: str, post: str, kind: str, starts: str) -> None:
    """A further appointment of somebody in the cast, in a post that stands elsewhere in the rows."""
    known = next(row for row in city.rows if row.get("NIP") == city.cast[role])
    place = next(row for row in city.rows if row["KODE JABATAN"] == post)
    keep = ("NIP", "NAMA", "JENIS", "PANGKAT/GOLONGAN", "SUREL", "NOMOR KEPUTUSAN")
    when = {"JENIS PENGANGKATAN": kind, "MULAI": starts, "SAMPAI": ""}
    city.rows.append(place | {key: known[key] for key in keep} | when)


def _move_in_august(b: Builder, year: int) -> None:
    """A nurse of Puskesmas Mawar goes to Puskesmas Melati on 1 August of the running year."""
    row = next(row for row in b.city.rows if row["KODE JABATAN"] == "PKM-MAWAR.S1" and row["JENIS"] == "PNS")
    b.city.cast["mover"] = row["NIP"]
    _again(b.city, "mover", "PKM-MELATI.S1", "DEFINITIF", f"{year}-08-01")
    row["SAMPAI"] = f"{year}-07-31"


def _office(b: Builder, code: str, name: str) -> None:
    b.enter(code, name, "KOTA", "SEKRETARIAT" if code == "SETDA" else "DINAS")
    head, deputy, general = f"{code}.1", f"{code}.2", f"{code}.3"
    title = "Asisten Administrasi Umum" if code == "SETDA" else f"Kepala {name}"
    if code == "DISHUB":
        b.vacant(head, title, "jpt", "KOTA.1")
    else:
        b.hire(head, title, "jpt", "KOTA.1", leads=True, **HEADS.get(code, {}))
    b.hire(deputy, f"Sekretaris {name}", "administrator", head, role="acting" if code == "DISHUB" else "")
    b.hire(general, "Kepala Subbagian Umum dan Kepegawaian", "pengawas", deputy)
    general_staff = [
        ("Pengadministrasi Perkantoran", "pelaksana", "", 6),
        ("Pranata Komputer Ahli Pertama", "jf", "ahli_pertama", 3),
        ("Arsiparis Terampil", "jf", "terampil", 3),
    ]
    b.crew(general, general, general_staff)
    b.crew(deputy, deputy, [("Perencana Ahli Muda", "jf", "ahli_muda", 2), ("Bendahara", "pelaksana", "", 2)])
    if code == "BKPSDM":
        who = person("Dian Anggraini", woman=True)
        b.hire("BKPSDM.9", "Analis SDM Aparatur Ahli Muda", "jf", deputy, grade="ahli_muda", role="hr", **who)
    if code == "INSP":
        who = person("Krisna Tarigan")
        b.hire("INSP.9", "Auditor Ahli Madya", "jf", head, grade="ahli_madya", role="auditor", **who)
    for index, section in enumerate(SECTIONS.get(code, ()), start=1):
        _section(b, code, head, index, section)


def _section(b: Builder, office: str, head: str, index: int, name: str) -> None:
    code = f"{office}-{index}"
    b.enter(code, name, office, "BIDANG")
    b.hire(f"{code}.1", f"Kepala {name}", "administrator", head, leads=True)
    grade = "Ahli Muda" if office in {"BKPSDM", "DPMPTSP"} else "Ahli Pertama"
    staff = [
        (f"Analis Kebijakan {grade}", "jf", grade.lower().replace(" ", "_"), 6),
        ("Pengolah Data", "pelaksana", "", 10),
        ("Petugas Pelayanan", "pelaksana", "", 8 if office in {"DUKCAPIL", "DPMPTSP"} else 3),
    ]
    b.crew(code, f"{code}.1", staff)


def _puskesmas(b: Builder, name: str) -> None:
    code = f"PKM-{name.upper()}"
    b.enter(code, f"Puskesmas {name}", "DINKES", "PUSKESMAS")
    head, section = f"{code}.1", f"{code}.2"
    story = name == "Melati"
    first = {"role": "puskesmas_head", **person("Budi Hartono")} if story else {}
    second = {"role": "section_head", **person("Rina Siregar", woman=True)} if story else {}
    b.hire(head, f"Kepala Puskesmas {name}", "jf", "DINKES.1", grade="ahli_madya", leads=True, **first)
    b.hire(section, "Kepala Seksi Pelayanan", "pengawas", head, **second)
    if story:
        _story_people(b, code, head, section)
    staff = [
        (NURSE, "jf", "ahli_pertama", 9),
        ("Perawat Terampil", "jf", "terampil", 8),
        (DOCTOR, "jf", "ahli_pertama", 4),
        ("Bidan Terampil", "jf", "terampil", 8),
        ("Apoteker Ahli Pertama", "jf", "ahli_pertama", 2),
        ("Petugas Pendaftaran", "pelaksana", "", 5),
    ]
    b.crew(code, section, staff)
    b.crew(f"{code}.T", head, [("Bidan Mahir", "jf", "mahir", 3), ("Pengelola Keuangan", "pelaksana", "", 2)])


def _story_people(b: Builder, code: str, head: str, section: str) -> None:
    nurse = person("Sari Wulandari", woman=True)
    b.hire(f"{code}.S1", NURSE, "jf", section, grade="ahli_pertama", role="nurse", **nurse)
    midwife = person("Endang Lestari", woman=True)
    b.hire(f"{code}.S8", "Bidan Penyelia", "jf", head, grade="penyelia", role="midwife", **midwife)
    pppk = person("Yoga Ramadhan")
    b.hire(f"{code}.S1", NURSE, "jf", section, grade="ahli_pertama", role="pppk", pppk=True, **pppk)
    student = {"kind": "TUGAS BELAJAR", **person("Citra Permata", woman=True)}
    b.hire(f"{code}.S3", DOCTOR, "jf", section, grade="ahli_pertama", role="student", **student)


def _hospital(b: Builder) -> None:
    b.enter("RSUD", "RSUD Kota Bahari", "DINKES", "PUSKESMAS")
    b.hire("RSUD.1", "Direktur RSUD", "jpt", "DINKES.1", leads=True)
    staff = [
        ("Dokter Ahli Muda", "jf", "ahli_muda", 8),
        ("Perawat Mahir", "jf", "mahir", 22),
        ("Petugas Administrasi", "pelaksana", "", 8),
    ]
    for index, title in enumerate(("Pelayanan Medis", "Keperawatan", "Penunjang"), start=2):
        code = f"RSUD.{index}"
        b.hire(code, f"Kepala Seksi {title}", "pengawas", "RSUD.1")
        b.crew(code, code, staff)


def _school(b: Builder, code: str, name: str) -> None:
    b.enter(code, name, "DISDIK", "SEKOLAH")
    b.hire(f"{code}.1", f"Kepala {name}", "jf", "DISDIK.1", grade="ahli_madya", leads=True)
    staff = [
        ("Guru Ahli Pertama", "jf", "ahli_pertama", 20),
        ("Guru Ahli Muda", "jf", "ahli_muda", 14),
        ("Tenaga Tata Usaha", "pelaksana", "", 6),
    ]
    b.crew(code, f"{code}.1", staff)


def _subdistrict(b: Builder, code: str, name: str) -> None:
    b.enter(code, f"Kecamatan {name}", "KOTA", "KECAMATAN")
    b.hire(f"{code}.1", f"Camat {name}", "administrator", "KOTA.1", leads=True)
    staff = [("Petugas Pelayanan", "pelaksana", "", 10), ("Pengolah Data", "pelaksana", "", 6)]
    for index, title in enumerate(("Pemerintahan", "Pelayanan Umum"), start=2):
        b.hire(f"{code}.{index}", f"Kepala Seksi {title}", "pengawas", f"{code}.1")
        b.crew(f"{code}.{index}", f"{code}.{index}", staff)
