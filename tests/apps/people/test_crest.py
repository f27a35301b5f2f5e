"""The agency's crest: what is taken and refused, who may set it, and that paper bears it from then on."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from kinerja.audit.models import Event
from kinerja.documents import certificate, checked_crest
from kinerja.documents.crests import LARGEST
from kinerja.documents.uploads import RefusedFile
from kinerja.growth.actions.certificates import issue
from kinerja.growth.models import Certificate
from kinerja.people.actions import remove_crest, set_crest
from kinerja.people.errors import NotPossible
from kinerja.people.models import Agency, Crest
from kinerja.people.queries import crest
from tests.apps.assessment.office import user
from tests.apps.growth.make_awards import awarded, certified, scheme
from tests.apps.people.pictures import chunk, chunks, crest_png, uploaded
from tests.apps.progress.files import jpeg
from tests.world import NOW, World

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><script>1</script></svg>'
REFUSED = {
    "jpeg": (jpeg(), "bukan gambar PNG"),
    "svg": (SVG, "bukan gambar PNG"),
    "nothing": (b"", "bukan gambar PNG"),
    "cut short": (crest_png()[:-20], "bukan gambar PNG"),
    "a zip behind it": (crest_png() + b"PK\x05\x06" + b"IEND\xaeB`\x82", "bukan gambar PNG"),
    "too small": (crest_png(199, 400), "199 × 400 piksel"),
    "too wide": (crest_png(2_001, 300), "2.001 × 300 piksel. Setiap sisi harus 200 sampai 2.000 piksel"),
    "too heavy": (crest_png(extra=chunk(b"tEXt", b"x" * LARGEST)), "lebih besar dari 500 KB"),
    "a wrong check sum": (crest_png().replace(b"IDAT", b"IDAU"), "rusak"),
    "no pixels": (crest_png().replace(chunk(b"IEND", b""), b"")[:60] + chunk(b"IEND", b""), "rusak"),
    "not enough pixels": (
        crest_png()[:33] + chunk(b"IDAT", b"x\x9c\x03\x00\x00\x00\x00\x01") + chunk(b"IEND", b""),
        "rusak",
    ),
}
WORDS = {
    **dict.fromkeys(("kind", "number", "holder", "unit", "leads", "title", "span"), "x"),
    **dict.fromkeys(("says", "basis", "place", "signer_title", "signer", "signer_nip"), "x"),
    "agency": "Kota",
    "issued_on": "2026-10-05",
    "verify_url": "https://example.go.id/",
    "sample": False,
}


def pictures(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height in pixels of the pictures that are no masks."""
    page = PdfReader(BytesIO(pdf)).pages[0]
    found = [item.get_object() for item in (page["/Resources"].get("/XObject") or {}).values()]
    return [(item["/Width"], item["/Height"]) for item in found if item["/Subtype"] == "/Image"]


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_a_crest_is_refused_in_plain_words(case: str) -> None:
    data, said = REFUSED[case]
    with pytest.raises(RefusedFile, match=said):
        checked_crest(data)


def test_only_the_picture_is_kept() -> None:
    secret = chunk(b"tEXt", b"Author\x00Budi") + chunk(b"iCCP", b"broken\x00\x00x")
    kept = checked_crest(crest_png(extra=secret))
    assert kept == checked_crest(crest_png())
    assert chunks(kept) == [b"IHDR", b"IDAT", b"IEND"]
    with Image.open(BytesIO(kept)) as made, Image.open(BytesIO(crest_png())) as given:
        assert (made.mode, made.size, made.tobytes()) == (given.mode, given.size, given.tobytes())


def test_a_certificate_bears_the_crest_and_stays_archivable() -> None:
    plain, own = certificate(WORDS), certificate(WORDS, checked_crest(crest_png()))
    assert pictures(plain) == [] and pictures(own) == [(240, 300)]
    assert own == certificate(WORDS, crest_png()), "the same data gives the same bytes"
    reader = PdfReader(BytesIO(own))
    assert reader.xmp_metadata is not None
    xmp = reader.xmp_metadata.stream.get_data().decode()
    assert "pdfaid:part>2<" in xmp and "pdfaid:conformance>A<" in xmp and "pdfuaid:part>1<" in xmp
    assert len(reader.pages) == 1
    wide = certificate(WORDS, checked_crest(crest_png(2_000, 200)))
    high = certificate(WORDS, checked_crest(crest_png(200, 2_000)))
    assert [len(PdfReader(BytesIO(pdf)).pages) for pdf in (wide, high)] == [1, 1]


@pytest.mark.django_db
def test_new_certificates_bear_it_and_old_ones_keep_their_bytes(world: World) -> None:
    hr = user(world.hr)
    before = certified(world)
    old = bytes(before.pdf)
    set_crest(upload=uploaded(crest_png()), actor=hr, at=NOW)
    given = awarded(world, scheme(world, name="Lain", quota=5), employee=world.pppk)
    after = issue(proposal=given, actor=hr, at=NOW)
    assert pictures(old) == [] and pictures(after.pdf) == [(240, 300)]
    remove_crest(actor=hr, at=NOW)
    third = issue(proposal=awarded(world, given.scheme), actor=hr, at=NOW)
    assert pictures(third.pdf) == [], "the shield of the product again"
    assert bytes(Certificate.objects.get(pk=before.pk).pdf) == old
    assert pictures(bytes(Certificate.objects.get(pk=after.pk).pdf)) == [(240, 300)]


@pytest.mark.django_db
def test_set_replaced_and_removed_with_a_line_in_the_log_each(world: World) -> None:
    hr, admin = user(world.hr), user(world.admin)
    first = set_crest(upload=uploaded(crest_png()), actor=hr, at=NOW)
    other = crest_png(colour=b"\xff\x00\x00\xff")
    second = set_crest(upload=uploaded(other), actor=admin, at=NOW)
    assert crest() == checked_crest(other) and Crest.objects.count() == 1
    with pytest.raises(NotPossible, match="bukan gambar PNG"):
        set_crest(upload=uploaded(SVG), actor=hr, at=NOW)
    assert crest() == checked_crest(other), "a refused file leaves the crest as it was"
    remove_crest(actor=admin, at=NOW)
    assert crest() is None
    with pytest.raises(NotPossible, match="sudah dihapus"):
        remove_crest(actor=admin, at=NOW)
    told = Event.objects.filter(action__in=["people.set_crest", "people.remove_crest"]).order_by("pk")
    assert [(event.before, event.after) for event in told] == [
        (None, {"sha256": first.sha256}),
        ({"sha256": first.sha256}, {"sha256": second.sha256}),
        ({"sha256": second.sha256}, None),
    ]


@pytest.mark.django_db
def test_the_page_takes_shows_and_removes_it(world: World) -> None:
    client, url = world.client(world.admin), reverse("people:crest")
    assert url in client.get(reverse("people:settings")).content.decode()
    assert "Belum ada" in client.get(url).content.decode()
    refused = client.post(url, {"file": uploaded(crest_png(20, 20))})
    assert refused.status_code == 422 and "20 × 20 piksel" in refused.content.decode()
    assert client.post(url, {}).status_code == 422
    done = client.post(url, {"file": uploaded(crest_png())}, follow=True).content.decode()
    assert "Lambang dipasang" in done and "data:image/png;base64," in done and world.admin.name in done
    remove = reverse("people:crest_remove")
    assert "Hapus lambang instansi?" in client.get(remove).content.decode()
    assert "Lambang dihapus" in client.post(remove, follow=True).content.decode()
    assert not Crest.objects.exists() and Agency.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nurse", "puskesmas_head", "auditor"])
def test_others_do_not_change_it(world: World, who: str) -> None:
    client = world.client(getattr(world, who))
    assert client.post(reverse("people:crest"), {"file": uploaded(crest_png())}).status_code == 403
    set_crest(upload=uploaded(crest_png()), actor=user(world.hr), at=NOW)
    assert client.post(reverse("people:crest_remove")).status_code == 403
    assert Crest.objects.exists()
