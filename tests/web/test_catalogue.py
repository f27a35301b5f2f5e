"""English is complete: every message of the product has its words, with the same placeholders, compiled."""

import re
from collections import Counter
from datetime import date, time
from decimal import Decimal

import polib
import pytest
from django.utils.translation import override

from kinerja.plans.models import Indicator
from kinerja.progress.daily.grid import cells_of
from kinerja.progress.models import DailyEntry
from kinerja.progress.queries.daily import roll_up_daily
from kinerja.rules.quantities import read_number
from kinerja.web.catalogue import (
    MO,
    PO,
    Message,
    marked,
    message_of,
    messages_of_python,
    messages_of_template,
    translations_of,
)
from tests.apps.assessment.office import give_plan

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd%]")


@pytest.fixture(scope="module")
def english():
    return polib.pofile(str(PO))


def test_every_marked_message_has_english_words_and_nothing_else_does(english):
    known = {message_of(entry) for entry in english}
    missing = sorted(set(marked()) - known)
    gone = sorted(known - set(marked()))
    assert (missing, gone) == ([], []), "run: python -m kinerja.web.catalogue"
    assert [entry.msgid for entry in english if entry.fuzzy or not all(translations_of(entry))] == []


def test_the_compiled_catalogue_is_the_written_one(english):
    assert MO.read_bytes() == english.to_binary(), "run: python -m kinerja.web.catalogue"


def test_placeholders_stay_exact(english):
    """A singular may leave its number out ("one day"), but may not ask for what the source does not give."""
    wrong = []
    for entry in english:
        wanted = Counter(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        *few, last = [Counter(PLACEHOLDER.findall(words)) for words in translations_of(entry)]
        if last != wanted or any(one - wanted for one in few):
            wrong.append(entry.msgid)
    assert wrong == []


def test_edges_and_closing_marks_stay(english):
    """A sentence stays a sentence, a question a question: words are joined to others on the page."""
    wrong = []
    for entry in english:
        for words in translations_of(entry):
            ends = {text[-1:] if text[-1:] in {".", "?", ":"} else "" for text in (entry.msgid, words)}
            if words != words.strip() or (" " in entry.msgid and len(ends) > 1):
                wrong.append((entry.msgid, words))
    assert wrong == []


def test_english_has_two_forms_for_what_is_counted(english):
    assert {len(entry.msgstr_plural) for entry in english if entry.msgid_plural} == {2}
    assert english.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p>{% translate "Hari ini" %} Kosong</p>', [Message("Hari ini")]),
        ('{% translate "Nilai" context "kata kerja" %}', [Message("Nilai", "", "kata kerja")]),
        (
            "{% badge _(\"Pegawai's\") 'good' %}{{ x|default:_('belum') }}",
            [Message("Pegawai's"), Message("belum")],
        ),
        (
            "{% blocktranslate count n=x %}{{ n }} hari{% plural %}{{ n }} hari{% endblocktranslate %}",
            [Message("%(n)s hari", "%(n)s hari")],
        ),
        ("{% blocktranslate with a=b %}\n100% {{ a }}{% endblocktranslate %}", [Message("\n100%% %(a)s")]),
        ("{% comment %}{% translate 'Lama' %}{% endcomment %}{{ variable }}", []),
    ],
)
def test_templates_are_read_as_django_reads_them(source, found):
    assert list(messages_of_template(source)) == found


def test_modules_are_read_by_their_calls_alone():
    source = (
        'title = _("Satu "\n  "dua") % {"n": 1}\n'
        'ngettext("%(n)d hari", "%(n)d hari", n)\n'
        'translation.gettext_noop("Draf")\n'
        'pgettext("kata benda", "Nilai")\n'
        'gettext(word)\n"_(\'bukan\')"  # _("bukan")\n'
    )
    assert set(messages_of_python(source)) == {
        Message("Satu dua"),
        Message("%(n)d hari", "%(n)d hari"),
        Message("Draf"),
        Message("Nilai", "", "kata benda"),
    }


@pytest.mark.parametrize(
    ("language", "seen", "unseen"),
    [("en", ["Main navigation", "Today", "My SKP", "Daily log"], "Hari ini"), ("id", ["Hari ini"], "Today")],
)
def test_a_page_speaks_the_language_that_was_chosen(world, language, seen, unseen):
    client = world.client(world.nurse)
    client.post("/bahasa/", {"language": language})
    response = client.get("/")
    text = response.content.decode()
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in text
    assert [word for word in seen if word not in text] == []
    assert unseen not in text


def test_what_the_data_calls_things_is_said_in_english_too(world):
    """Labels of choices are data in Indonesian; pages translate them where they show them."""
    client = world.client(world.hr)
    client.post("/bahasa/", {"language": "en"})
    unit = client.get(f"/unit/{world.units['PKM1'].pk}/").content.decode()
    assert "Puskesmas or hospital" in unit
    assert "Puskesmas atau rumah sakit" not in unit
    form = client.get("/unit/baru/").content.decode()
    assert '<option value="school">School</option>' in form
    assert "Code" in form
    agency = client.get("/pengaturan/").content.decode()
    assert "Five working days" in agency
    assert "Not used" in agency


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_a_page_fills_in_is_read_back_as_the_same_number(world, language):
    """Typed numbers are Indonesian on every page: "1,234" would come back as a little over one."""
    plan = give_plan(world, world.nurse, world.posts["PERAWAT"])
    indicator = Indicator.objects.filter(result__version__plan=plan).first()
    entry = DailyEntry.objects.create(
        plan=plan,
        day=date(2026, 8, 3),
        starts=time(8),
        ends=time(9),
        text="Melayani pasien",
        amount=Decimal("1234.50"),
        unit="pasien",
        indicator_key=indicator.key,
    )
    with override(language):
        proposal = roll_up_daily(plan, world.q3)[indicator.key]
        typed = cells_of(entry)["amount"]
    assert proposal.text == "1.234,5 pasien"
    assert proposal.note == "Dijumlahkan dari log harian: 1 kegiatan pada 1 hari."
    assert read_number(typed)[0] == Decimal("1234.5")
