"""The official words of the survey, so that its English page finds them in the catalogue.

The law itself stays Indonesian (law `skm.elements`); a test compares. What an agency asks of its own
stays as it was written.
"""

from django.utils.translation import gettext_noop

OFFICIAL = (
    gettext_noop(
        "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?"
    ),
    gettext_noop("Tidak sesuai"),
    gettext_noop("Kurang sesuai"),
    gettext_noop("Sesuai"),
    gettext_noop("Sangat sesuai"),
    gettext_noop("Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?"),
    gettext_noop("Tidak mudah"),
    gettext_noop("Kurang mudah"),
    gettext_noop("Mudah"),
    gettext_noop("Sangat mudah"),
    gettext_noop("Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?"),
    gettext_noop("Tidak cepat"),
    gettext_noop("Kurang cepat"),
    gettext_noop("Cepat"),
    gettext_noop("Sangat cepat"),
    gettext_noop("Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?"),
    gettext_noop("Sangat mahal"),
    gettext_noop("Cukup mahal"),
    gettext_noop("Murah"),
    gettext_noop("Gratis"),
    gettext_noop(
        "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum "
        "dalam standar pelayanan dengan hasil yang diberikan?"
    ),
    gettext_noop("Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?"),
    gettext_noop("Tidak kompeten"),
    gettext_noop("Kurang kompeten"),
    gettext_noop("Kompeten"),
    gettext_noop("Sangat kompeten"),
    gettext_noop(
        "Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?"
    ),
    gettext_noop("Tidak sopan dan ramah"),
    gettext_noop("Kurang sopan dan ramah"),
    gettext_noop("Sopan dan ramah"),
    gettext_noop("Sangat sopan dan ramah"),
    gettext_noop("Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?"),
    gettext_noop("Tidak ada"),
    gettext_noop("Ada tetapi tidak berfungsi"),
    gettext_noop("Berfungsi kurang maksimal"),
    gettext_noop("Dikelola dengan baik"),
    gettext_noop("Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?"),
    gettext_noop("Buruk"),
    gettext_noop("Cukup"),
    gettext_noop("Baik"),
    gettext_noop("Sangat baik"),
)
