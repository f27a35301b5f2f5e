"""Measures that fill in an SKP: what they say, who ties them, and that they never judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from kinerja.assessment.actions import open_reviews
from kinerja.assessment.facts import gather
from kinerja.assessment.models import Review
from kinerja.audit.models import Event
from kinerja.people.models import Unit
from kinerja.progress.actions.decisions import return_report, submit_report
from kinerja.progress.actions.drafts import copy_last_period, save_report
from kinerja.progress.models import Realisation, Report
from kinerja.progress.present import report_view
from kinerja.rules.codes import Reading
from kinerja.rules.targets import read_target
from kinerja.voice.actions.measure_links import link_measure, unlink_measure
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import MeasureLink, Service
from kinerja.voice.queries import feeding
from kinerja.voice.queries.feeding import measured
from kinerja.voice.queries.response import Response
from kinerja.voice.queries.results import Index
from tests.apps.progress.conftest import Skp, make_skp
from tests.apps.voice.make_services import make_case, make_service, moment
from tests.world import NOW, TODAY, World

K = MeasureLink.Kind
Q3 = {"starts": date(2026, 7, 1), "ends": date(2026, 9, 30), "on": TODAY}


@dataclass
class Scene:
    skp: Skp
    service: Service
    world: World

    def link(self, key: object, kind: str, service: Service | None = None) -> MeasureLink:
        return link_measure(
            plan=self.skp.plan,
            indicator_key=key,
            kind=kind,
            unit=self.service.unit,
            service=service,
            actor=self.world.counter_head.user,
            at=NOW,
        )

    def save(self, text: str = "ketikan", note: str = "sebab") -> Report:
        return save_report(
            plan=self.skp.plan,
            period=self.world.q3,
            rows={self.skp.files: (text, note), self.skp.patients: ("45 pasien", "")},
            actor=self.world.counter_officer.user,
            at=NOW,
        )

    def kept(self) -> Realisation:
        return Realisation.objects.get(indicator_key=self.skp.files)


@pytest.fixture
def scene(world: World) -> Scene:
    skp = make_skp(world, world.counter_officer, "LOKET", world.counter_head)
    return Scene(skp, make_service(world), world)


AUGUST = moment(2026, 8, 3)


def done(service: Service, kept: int, late: int, first: datetime = AUGUST, label: str = "C") -> None:
    for number in range(kept + late):
        received = first + timedelta(minutes=number)
        days = 1 if number < kept else 4
        finished = received + timedelta(days=days)
        make_case(service, f"{label}-{number}", received=received, done=finished, days=days)


@pytest.mark.parametrize(
    ("kept", "late", "text"), [(12, 1, "92,31%"), (9, 1, "90%"), (10, 0, "100%"), (0, 10, "0%")]
)
def test_the_share_within_the_standard_as_offices_write_it(
    scene: Scene, kept: int, late: int, text: str
) -> None:
    done(scene.service, kept, late)
    scene.link(scene.skp.files, K.WITHIN)
    fed = measured([scene.skp.files], **Q3)[scene.skp.files]
    assert fed.text == text
    assert (fed.source["n"], fed.source["kind"], fed.source["unit"]) == (
        kept + late,
        "within",
        "Bidang Pendaftaran Penduduk",
    )
    assert "n = " in fed.source["explanation"]


def test_the_median_of_days_and_only_of_the_service_named(scene: Scene) -> None:
    other = make_service(scene.world, code="akta", name="Akta kelahiran")
    done(scene.service, 10, 0)
    done(other, 0, 10, label="D")
    scene.link(scene.skp.waiting, K.MEDIAN_DAYS, scene.service)
    scene.link(scene.skp.files, K.MEDIAN_DAYS)
    found = measured([scene.skp.waiting, scene.skp.files], **Q3)
    assert found[scene.skp.waiting].text == "1 hari kerja"
    assert found[scene.skp.waiting].source["service"] == "KTP elektronik"
    assert found[scene.skp.files].text == "2,5 hari kerja"


def test_the_last_day_of_the_period_counts_and_the_next_does_not(scene: Scene) -> None:
    done(scene.service, 10, 0, first=moment(2026, 9, 29))
    done(scene.service, 10, 0, first=moment(2026, 9, 30), label="D")
    scene.link(scene.skp.files, K.WITHIN)
    assert measured([scene.skp.files], **Q3)[scene.skp.files].source["n"] == 10


def test_too_little_data_fills_in_nothing_and_says_so(scene: Scene) -> None:
    done(scene.service, 9, 0)
    scene.link(scene.skp.files, K.WITHIN)
    fed = measured([scene.skp.files], **Q3)[scene.skp.files]
    assert (fed.text, fed.source["value"], fed.source["n"]) == ("", "", 9)
    assert "belum cukup" in fed.source["explanation"] and "10" in fed.source["explanation"]
    scene.save("85%")
    assert (scene.kept().text, scene.kept().source) == ("85%", {})


def test_complaints_weigh_the_same_whatever_the_unit(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(**facts: object) -> dict[int, Response]:
        one = Response(4, 4, 4, Decimal(1), Decimal(2), Decimal(2), 0, 0)
        two = Response(6, 2, 1, Decimal("0.2"), Decimal(5), Decimal(5), 0, 4)
        return {1: one, 2: two, 3: Response(0, 0, 0, None, None, None, 0, 0)}

    monkeypatch.setattr(feeding, "response", answers)
    scene.link(scene.skp.files, K.COMPLAINTS_IN_TIME)
    scene.link(scene.skp.waiting, K.COMPLAINT_DAYS)
    found = measured([scene.skp.files, scene.skp.waiting], **Q3)
    assert (found[scene.skp.files].text, found[scene.skp.files].source["n"]) == ("50%", 10)
    assert (found[scene.skp.waiting].text, found[scene.skp.waiting].source["n"]) == ("3 hari kerja", 6)


def test_without_a_complaint_there_is_no_figure(scene: Scene) -> None:
    for key, kind in ((scene.skp.files, K.COMPLAINTS_IN_TIME), (scene.skp.waiting, K.COMPLAINT_DAYS)):
        scene.link(key, kind)
    found = measured([scene.skp.files, scene.skp.waiting], **Q3)
    assert {(fed.text, fed.source["n"]) for fed in found.values()} == {("", 0)}


def test_the_index_comes_from_published_surveys(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.link(scene.skp.files, K.IKM)
    fed = measured([scene.skp.files], **Q3)[scene.skp.files]
    assert fed.text == "" and "Belum ada hasil survei" in fed.source["explanation"]

    def index(unit: Unit, starts: date, ends: date) -> Index:
        assert (unit, starts, ends) == (scene.service.unit, Q3["starts"], Q3["ends"])
        return Index(Decimal("83.1"), 212, "B")

    monkeypatch.setattr(feeding, "index_of", index)
    fed = measured([scene.skp.files], **Q3)[scene.skp.files]
    assert (fed.text, fed.source["n"]) == ("83,10", 212)


@pytest.mark.parametrize(
    ("text", "target", "direction", "reading"),
    [
        ("92,31%", "90%", "higher", Reading.ABOVE),
        ("92,31%", "95%", "higher", Reading.BELOW),
        ("2,5 hari kerja", "3 hari kerja", "lower", Reading.ABOVE),
        ("83,10", "83,10", "higher", Reading.MEETS),
    ],
)
def test_what_is_filled_in_is_read_beside_a_target_as_any_other(
    text: str, target: str, direction: str, reading: Reading
) -> None:
    assert read_target(direction=direction, target=target, actual=text, on=TODAY).reading == reading


def test_typed_text_cannot_replace_the_figure_but_a_note_stays(scene: Scene) -> None:
    done(scene.service, 12, 1)
    scene.link(scene.skp.files, K.WITHIN)
    scene.save("100%", "Tiga hari listrik padam")
    kept = scene.kept()
    assert (kept.text, kept.note, kept.source["n"]) == ("92,31%", "Tiga hari listrik padam", 13)
    view = report_view(scene.skp.plan, scene.world.q3, TODAY)
    shown = next(one for one in view.indicators if one.key == scene.skp.files)
    assert shown.is_fed and shown.reading is not None and shown.reading.reading == Reading.BELOW


def test_after_sending_nothing_changes_until_it_is_returned(scene: Scene) -> None:
    done(scene.service, 12, 1)
    scene.link(scene.skp.files, K.WITHIN)
    report = scene.save()
    done(scene.service, 10, 0, label="nanti")
    owner, head = scene.world.counter_officer.user, scene.world.counter_head.user
    submit_report(report=report, actor=owner, at=NOW)
    frozen = scene.kept()
    assert frozen.text == "95,65%" and frozen.source["n"] == 23
    done(scene.service, 0, 20, label="lebih-nanti")
    unlink_measure(plan=scene.skp.plan, link=MeasureLink.objects.get(), actor=head, at=NOW)
    view = report_view(scene.skp.plan, scene.world.q3, TODAY)
    shown = next(one for one in view.indicators if one.key == scene.skp.files)
    assert (shown.text, shown.source) == (frozen.text, frozen.source)
    assert (scene.kept().text, scene.kept().source) == (frozen.text, frozen.source)
    report.refresh_from_db()
    return_report(report=report, reason="Lengkapi", actor=head, at=NOW)
    scene.save("88%")
    assert (scene.kept().text, scene.kept().source) == ("88%", {})


def test_a_figure_is_enough_to_send_without_opening_the_grid(scene: Scene) -> None:
    done(scene.service, 10, 0)
    scene.link(scene.skp.patients, K.WITHIN)
    report = Report.objects.create(plan=scene.skp.plan, period=scene.world.q3)
    submit_report(report=report, actor=scene.world.counter_officer.user, at=NOW)
    assert Realisation.objects.get(report=report).text == "100%"


def test_copying_the_last_period_keeps_the_figure_of_this_one(scene: Scene) -> None:
    done(scene.service, 10, 0)
    scene.link(scene.skp.files, K.WITHIN)
    before = Report.objects.create(plan=scene.skp.plan, period=scene.world.q2, status="accepted")
    Realisation.objects.create(report=before, indicator_key=scene.skp.files, text="70%", updated_at=NOW)
    copy_last_period(
        plan=scene.skp.plan, period=scene.world.q3, actor=scene.world.counter_officer.user, at=NOW
    )
    assert Realisation.objects.get(report__period=scene.world.q3).text == "100%"


def test_the_appraiser_reads_the_source_and_still_judges(scene: Scene) -> None:
    done(scene.service, 12, 1)
    scene.link(scene.skp.files, K.WITHIN)
    submit_report(report=scene.save(), actor=scene.world.counter_officer.user, at=NOW)
    open_reviews(period=scene.world.q3, actor=None, at=NOW)
    review = Review.objects.get(plan=scene.skp.plan, period=scene.world.q3)
    data = gather(review, localdate(NOW))
    told = [item for result in data["results"] for item in result["indicators"]]
    fed = next(item for item in told if item["key"] == str(scene.skp.files))
    typed = next(item for item in told if item["key"] == str(scene.skp.patients))
    assert fed["source"]["n"] == 13 and fed["reading"]["code"] == Reading.BELOW and typed["source"] == {}
    assert review.result_rating == "" and review.predicate == ""
    page = scene.world.client(scene.world.counter_head).get(reverse("assessment:review", args=[review.pk]))
    assert "Dari data layanan, n = 13." in page.content.decode()


def test_who_ties_a_measure(scene: Scene) -> None:
    world = scene.world
    url = reverse("voice:measure_links", args=[scene.skp.plan.pk])
    data = {
        "indicator": str(scene.skp.files),
        "kind": "within",
        "unit": scene.service.unit_id,
        "service": scene.service.pk,
    }
    for person in (world.counter_officer, world.registry_head, world.services_officer, world.admin):
        assert world.client(person).post(url, data).status_code == 403
    head = world.client(world.counter_head)
    report = reverse("progress:report", args=[scene.skp.plan.pk, world.q3.pk])
    assert url in head.get(report).content.decode()
    assert url not in world.client(world.counter_officer).get(report).content.decode()
    page = head.post(url, data, follow=True).content.decode()
    assert "Berkas lengkap" in page and "Lepas tautan" in page
    link = MeasureLink.objects.get()
    assert Event.objects.get(action="voice.link_measure").after["service"] == "ktp-el"
    assert head.post(url, data).status_code == 422
    again = head.post(url, data | {"indicator": str(scene.skp.waiting), "kind": "ikm"})
    assert again.status_code == 422 and "Kosongkan layanannya" in again.content.decode()
    away = reverse("voice:measure_unlink", args=[scene.skp.plan.pk, link.pk])
    assert world.client(world.counter_officer).post(away).status_code == 403
    assert "Tautan dilepas" in world.client(world.hr).post(away, follow=True).content.decode()
    assert not MeasureLink.objects.exists()
    assert Event.objects.get(action="voice.unlink_measure").before["kind"] == "within"


def test_refused_links(scene: Scene) -> None:
    scene.link(scene.skp.files, K.WITHIN)
    with pytest.raises(NotPossible, match="sudah tertaut"):
        scene.link(scene.skp.files, K.IKM)
    with pytest.raises(NotPossible, match="bukan bagian"):
        scene.link(UUID(int=1), K.WITHIN)
    link = MeasureLink.objects.get()
    MeasureLink.objects.all().delete()
    with pytest.raises(Stale):
        unlink_measure(plan=scene.skp.plan, link=link, actor=scene.world.hr.user, at=NOW)


def test_the_grid_shows_the_figure_and_takes_the_note(scene: Scene) -> None:
    done(scene.service, 12, 1)
    scene.link(scene.skp.files, K.WITHIN)
    scene.link(scene.skp.waiting, K.IKM)
    owner = scene.world.client(scene.world.counter_officer)
    url = reverse("progress:report", args=[scene.skp.plan.pk, scene.world.q3.pk])
    page = owner.get(url).content.decode()
    assert "92,31%" in page and "Dari data layanan, n = 13." in page
    assert f'name="real-{scene.skp.files}"' not in page and f'name="note-{scene.skp.files}"' in page
    assert f'name="real-{scene.skp.waiting}"' in page and "Belum ada hasil survei" in page
    owner.post(url, {f"note-{scene.skp.files}": "Listrik padam", f"real-{scene.skp.files}": "100%"})
    assert (scene.kept().text, scene.kept().note) == ("92,31%", "Listrik padam")


def test_a_plan_without_links_pays_one_query(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as seen:
        assert measured([scene.skp.files, scene.skp.waiting], **Q3) == {}
    assert len(seen) == 1
