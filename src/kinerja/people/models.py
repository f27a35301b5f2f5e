"""The agency, its units and posts, its employees, and who holds which post from when to when."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_noop

from .nip import NipError, parse_nip


class DateRange(Func):
    """daterange(from, until, '[]'): both days included, an open end when `until` is null."""

    function = "daterange"
    output_field = DateRangeField()


class KeyRange(Func):
    """int8range(key, key, '[]'): one id as a range, so that GiST can index it without an extension."""

    function = "int8range"
    output_field = BigIntegerRangeField()


SPAN = DateRange(F("starts"), F("ends"), Value("[]"))


def one_a_day(name: str, field: str, condition: Q | None = None) -> ExclusionConstraint:
    """Refuses two rows with the same `field` on one day."""
    key = KeyRange(F(field), F(field), Value("[]"))
    return ExclusionConstraint(
        name=name,
        expressions=[(key, RangeOperators.OVERLAPS), (SPAN, RangeOperators.OVERLAPS)],
        condition=condition,
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name=name)


def validate_nip(nip: str) -> None:
    try:
        parse_nip(nip)
    except NipError as error:
        raise ValidationError(str(error)) from error


class Agency(models.Model):
    """The one agency of this database (one schema, one agency)."""

    class Week(models.IntegerChoices):
        FIVE = 5, gettext_noop("Lima hari kerja")
        SIX = 6, gettext_noop("Enam hari kerja")

    class DailyLog(models.TextChoices):
        OFF = "off", gettext_noop("Tidak dipakai")
        OPTIONAL = "optional", gettext_noop("Boleh diisi")
        REQUIRED = "required", gettext_noop("Wajib diisi")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField("nama instansi", max_length=200)
    short_name = models.CharField("nama singkat", max_length=40)
    place = models.CharField("tempat penandatanganan", max_length=80)
    head_title = models.CharField("jabatan pimpinan instansi", max_length=120, default="Wali Kota")
    head_name = models.CharField("nama pimpinan instansi", max_length=200, blank=True)
    workweek = models.PositiveSmallIntegerField("hari kerja seminggu", choices=Week, default=Week.FIVE)
    daily_log = models.CharField("log harian", max_length=10, choices=DailyLog, default=DailyLog.OPTIONAL)
    is_sample = models.BooleanField("data contoh", default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_agency")]

    def __str__(self) -> str:
        return self.name


class Crest(models.Model):
    """The agency's crest, a PNG (`documents.checked_crest`); without one the product's shield is used."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    image = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("diunggah")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_crest")]

    def __str__(self) -> str:
        return "Lambang instansi"


class Holiday(models.Model):
    """A day off, or with `works` a day that the agency works after all. Seeded from the law, overridable."""

    class Kind(models.TextChoices):
        NATIONAL = "national", gettext_noop("Libur nasional")
        COLLECTIVE = "collective", gettext_noop("Cuti bersama")
        REGIONAL = "regional", gettext_noop("Libur daerah")
        AGENCY = "agency", gettext_noop("Ketetapan instansi")

    day = models.DateField("tanggal", unique=True)
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    certain = models.BooleanField("sudah pasti", default=True)
    works = models.BooleanField("tetap masuk kerja", default=False)
    source = models.CharField("dasar", max_length=200)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"


class LawOverride(models.Model):
    """The agency's own value of one parameter of a rule, from a day on, with the decision behind it.

    Only parameters that the rule itself leaves to agencies (`queries.law.OVERRIDABLE`).
    """

    rule = models.CharField("aturan", max_length=60)
    key = models.CharField("parameter", max_length=40)
    value = models.PositiveIntegerField("nilai")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    basis = models.CharField("dasar", max_length=200)
    reason = models.TextField("alasan")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["rule", "key", "-starts"]
        constraints = [
            models.UniqueConstraint("rule", "key", "starts", name="one_override_a_start"),
            ends_after_start("override_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}.{self.key} = {self.value}"

    def in_force(self, on: date) -> bool:
        """Whether `on` lies in its time (a later value may still replace it)."""
        return self.starts <= on and (self.ends is None or on <= self.ends)


class Unit(models.Model):
    """A place in the tree of units."""

    class Kind(models.TextChoices):
        AGENCY = "agency", gettext_noop("Instansi")
        SECRETARIAT = "secretariat", gettext_noop("Sekretariat")
        OFFICE = "office", gettext_noop("Dinas atau badan")
        SUBDISTRICT = "subdistrict", gettext_noop("Kecamatan atau kelurahan")
        PUSKESMAS = "puskesmas", gettext_noop("Puskesmas atau rumah sakit")
        SCHOOL = "school", gettext_noop("Sekolah")
        SECTION = "section", gettext_noop("Bidang, bagian, atau seksi")

    code = models.CharField("kode", max_length=40, unique=True)
    name = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis", max_length=12, choices=Kind, default=Kind.SECTION)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post (jabatan) and the post it reports to. Several may hold a staff post, one a post that leads."""

    class Level(models.TextChoices):
        JPT = "jpt", "Jabatan pimpinan tinggi"
        ADMINISTRATOR = "administrator", "Administrator"
        PENGAWAS = "pengawas", "Pengawas"
        PELAKSANA = "pelaksana", "Pelaksana"
        FUNCTIONAL = "jf", "Jabatan fungsional"

    class Grade(models.TextChoices):
        PEMULA = "pemula", "Pemula"
        TERAMPIL = "terampil", "Terampil"
        MAHIR = "mahir", "Mahir"
        PENYELIA = "penyelia", "Penyelia"
        AHLI_PERTAMA = "ahli_pertama", "Ahli Pertama"
        AHLI_MUDA = "ahli_muda", "Ahli Muda"
        AHLI_MADYA = "ahli_madya", "Ahli Madya"
        AHLI_UTAMA = "ahli_utama", "Ahli Utama"

    code = models.CharField("kode", max_length=40, unique=True)
    title = models.CharField("nama jabatan", max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    level = models.CharField("tingkat", max_length=14, choices=Level)
    grade = models.CharField("jenjang", max_length=14, choices=Grade, blank=True)
    leads_unit = models.BooleanField("memimpin unit", default=False)
    reports_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subordinates"
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(reports_to=F("id")), name="post_not_its_own_superior"),
            models.CheckConstraint(condition=Q(level="jf") ^ Q(grade=""), name="post_grade_only_for_jf"),
            models.UniqueConstraint("unit", condition=Q(leads_unit=True), name="one_head_a_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def sole_holder(self) -> bool:
        """Only one person at a time: posts that lead a unit, and structural posts."""
        return self.leads_unit or self.appraises_by_level

    @property
    def is_leader(self) -> bool:
        """Makes the leaders' SKP with perspectives (JPT; PermenPANRB 6/2022 Lampiran hlm 27-29)."""
        return self.level == self.Level.JPT

    @property
    def appraises_by_level(self) -> bool:
        """At lowest a pengawas appraises by right (PermenPANRB 6/2022 Ps 1.9); others need a mandate."""
        return self.level in {self.Level.JPT, self.Level.ADMINISTRATOR, self.Level.PENGAWAS}


class AppraisalMandate(models.Model):
    """Authority to appraise, delegated to a functional post that leads a unit (school, installation).

    PermenPANRB 6/2022 Lampiran hlm 89 no 7.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="mandates")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    basis = models.CharField("dasar", max_length=200)

    class Meta:
        constraints = [
            ends_after_start("mandate_ends_after_start"),
            one_a_day("one_mandate_a_day", "post_id"),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.basis}"


class Employee(models.Model):
    """A civil servant: PNS or PPPK."""

    class Kind(models.TextChoices):
        PNS = "pns", "PNS"
        PPPK = "pppk", "PPPK"

    nip = models.CharField("NIP", max_length=18, unique=True, validators=[validate_nip])
    name = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis", max_length=4, choices=Kind, default=Kind.PNS)
    rank = models.CharField("pangkat/golongan ruang", max_length=60, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="employee"
    )

    class Meta:
        ordering = ["name", "nip"]
        constraints = [
            models.CheckConstraint(condition=Q(nip__regex=r"^[0-9]{18}$"), name="nip_eighteen_digits"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def birth_date(self) -> date:
        return parse_nip(self.nip).birth_date


class Appointment(models.Model):
    """Who holds a post from `starts` to `ends` (both included; null: until further notice).

    DEFINITIVE is the own post; PLT acts for a vacant post, PLH for a holder who is away; STUDY is a study
    assignment (tugas belajar), which keeps the home post as place of appraisal. `sole` copies
    `post.sole_holder` when the row is written, because a constraint sees one table only.
    """

    class Kind(models.TextChoices):
        DEFINITIVE = "definitif", "Definitif"
        PLT = "plt", "Plt"
        PLH = "plh", "Plh"
        STUDY = "tugas_belajar", "Tugas belajar"

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField("jenis", max_length=14, choices=Kind, default=Kind.DEFINITIVE)
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    decree = models.CharField("nomor keputusan", max_length=120, blank=True)
    sole = models.BooleanField("jabatan tunggal", default=False, editable=False)

    class Meta:
        ordering = ["-starts"]
        indexes = [models.Index(fields=["post", "starts"]), models.Index(fields=["employee", "starts"])]
        constraints = [
            ends_after_start("appointment_ends_after_start"),
            one_a_day("one_own_post_a_day", "employee_id", Q(kind__in=["definitif", "tugas_belajar"])),
            one_a_day("one_holder_a_day", "post_id", Q(kind="definitif", sole=True)),
            one_a_day("one_acting_holder_a_day", "post_id", Q(kind__in=["plt", "plh"])),
        ]

    def __str__(self) -> str:
        return f"{self.employee} - {self.post} ({self.get_kind_display()})"


class ImportRun(models.Model):
    """An uploaded table of staff on its way into the register: checked, confirmed, applied or refused.

    `content` is emptied when the run ends, because the file is full of personal data. `problems` holds the
    first ones (`people.imports.problem.Problem.data`), `problem_count` says how many there are.
    """

    class Status(models.TextChoices):
        CHECKING = "checking", "Diperiksa"
        REFUSED = "refused", "Perlu perbaikan"
        READY = "ready", "Siap diterapkan"
        APPLYING = "applying", "Diterapkan"
        DONE = "done", "Selesai"
        DROPPED = "dropped", "Dibatalkan"
        FAILED = "failed", "Gagal"

    name = models.CharField("nama berkas", max_length=200)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("diunggah")
    status = models.CharField(max_length=10, choices=Status, default=Status.CHECKING)
    stage = models.CharField(max_length=80, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
