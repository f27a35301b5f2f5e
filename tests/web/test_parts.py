"""Tags: what is tied to what, and what is refused."""

import re
from datetime import date

import pytest
from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.db import models
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from kinerja.rules.codes import OrganisationPredicate, Predicate, Rating, Reading
from kinerja.rules.errors import RuleError
from kinerja.rules.explain import Step
from kinerja.web.statuses import STATUSES, status_of

ON = date(2026, 11, 22)


def shown(source, **context):
    return engines["django"].from_string(source).render(context)


class Report(forms.Form):
    amount = forms.IntegerField(label="Realisasi", help_text="Angka saja.")
    note = forms.CharField(
        label="Catatan", required=False, widget=forms.TextInput(attrs={"placeholder": "x"})
    )
    rating = forms.ChoiceField(
        label="Rating", widget=forms.RadioSelect, choices=[("a", "Satu"), ("b", "Dua")]
    )


@pytest.mark.parametrize("word", STATUSES)
def test_every_status_is_a_badge_with_icon_and_word(word):
    text = shown("{% status_badge word %}", word=word)
    assert f"is-{STATUSES[word].meaning}" in text
    assert "<svg" in text
    assert word in text


def test_every_status_of_every_model_has_its_official_word():
    fields = (field for model in apps.get_models() for field in model._meta.get_fields())
    words = {
        str(label)
        for field in fields
        if isinstance(field, models.CharField)
        and field.name == "status"
        and "kinerja" in field.model.__module__
        for _code, label in field.flatchoices
    }
    assert words
    assert words <= set(STATUSES)


def test_a_word_outside_the_list_is_refused():
    with pytest.raises(KeyError):
        status_of("Mungkin")


@pytest.mark.parametrize(
    ("tag", "kind", "codes"),
    [
        ("rating_badge", "rating", Rating),
        ("rating_badge", "reading", Reading),
        ("predicate_badge", "predicate", Predicate),
        ("predicate_badge", "organisation_predicate", OrganisationPredicate),
    ],
)
def test_every_code_of_the_law_has_a_badge(tag, kind, codes):
    for code in codes:
        text = shown(f"{{% {tag} code on kind=kind %}}", code=code.value, on=ON, kind=kind)
        assert "<svg" in text
        assert shown("{{ code|official:kind }}", code=code.value, kind=kind) in text


def test_before_the_rating_there_is_nothing_and_before_the_law_no_label():
    assert shown("{% rating_badge '' on %}{{ ''|rating_label }}{{ None|predicate_label }}", on=ON) == ""
    with pytest.raises(RuleError):
        shown("{{ 'diatas'|rating_label:on }}", on=date(2020, 1, 1))


def test_a_field_is_tied_to_its_help_and_error():
    form = Report({"amount": "banyak"})
    text = shown("{% field form.amount %}", form=form)
    told_by = re.search(r'<input[^>]*aria-describedby="([^"]+)"', text).group(1).split()
    assert told_by == ["id_amount_help", "id_amount_error"]
    assert all(f'id="{name}"' in text for name in told_by)
    assert 'aria-invalid="true"' in text
    assert 'for="id_amount"' in text


def test_what_may_stay_empty_says_so_and_placeholders_are_left_out():
    text = shown("{% field form.note %}{% field form.amount %}", form=Report())
    assert text.count("boleh dikosongkan") == 1
    assert "placeholder" not in text


def test_a_file_of_a_refused_form_is_asked_for_again():
    class Proof(forms.Form):
        about = forms.CharField()
        file = forms.FileField()

    sent = {"file": SimpleUploadedFile("bukti.pdf", b"%PDF-1.7")}
    assert "sekali lagi" in shown("{% field form.file %}", form=Proof({"about": ""}, sent))
    assert "sekali lagi" not in shown("{% field form.file %}", form=Proof({"about": ""}, {}))


def test_choices_are_a_group_with_its_question():
    text = shown("{% field form.rating %}", form=Report())
    assert re.search(r"<fieldset[^>]*>\s*<legend>Rating</legend>", text)
    assert text.count('type="radio"') == 2
    assert text.count("<label") == 2


def test_the_summary_links_to_fields_that_exist():
    form = Report({"amount": ""})
    text = shown("{% error_summary form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    targets = re.findall(r'href="#([^"]+)"', text)
    assert len(targets) == 2
    assert all(f'id="{target}"' in text for target in targets)


def test_no_summary_without_an_error():
    assert shown("{% error_summary form %}", form=Report()).strip() == ""


def test_an_explanation_shows_value_source_and_rule_of_steps_and_of_stored_dicts():
    step = Step("predicate.quadrant", "Baik", "PermenPANRB 6/2022, hlm 99", "Kuadran memberi Baik.")
    fresh = shown("{% explain steps %}", steps=(step,))
    assert fresh == shown("{% explain steps %}", steps=[step.as_dict()])
    for words in ("mengapa?", "Kuadran memberi Baik.", "PermenPANRB 6/2022, hlm 99", "predicate.quadrant"):
        assert words in fresh
    assert shown("{% explain steps %}", steps=()).strip() == ""


def test_words_of_people_are_escaped():
    evil = "<script>alert(1)</script>"
    source = "{% diff a b %}{% badge b %}{% notice 'info' title=b %}{{ b }}{% endnotice %}{% explain s %}"
    text = shown(source, a="x", b=evil, s=[{"rule": evil, "value": evil, "source": evil, "says": evil}])
    assert "<script>" not in text


@pytest.mark.parametrize(
    ("title", "words", "said"),
    [
        ("Tes belum terkirim", "Coba lagi.", "<strong>Tes belum terkirim.</strong> Coba lagi."),
        ("Sudah benar?", "Periksa.", "<strong>Sudah benar?</strong> Periksa."),
        ("Tercatat", "", "<strong>Tercatat</strong> "),
    ],
)
def test_the_title_of_a_notice_ends_where_words_follow(title, words, said):
    assert said in shown("{% notice 'info' title=t %}{{ w }}{% endnotice %}", t=title, w=words)


def test_the_pager_keeps_the_filters():
    request = RequestFactory().get("/pegawai/?q=sari&page=2")
    page = Paginator(range(75), 25).page(2)
    text = shown("{% pager page %}", page=page, request=request)
    assert re.findall(r'href="([^"]+)"', text) == ["?q=sari&amp;page=1", "?q=sari&amp;page=3"]
    assert "26 sampai 50 dari 75" in text


def test_one_page_needs_no_pager():
    page = Paginator(range(5), 25).page(1)
    assert shown("{% pager page %}", page=page, request=RequestFactory().get("/")).strip() == ""


@pytest.mark.parametrize(
    ("on", "said", "value"),
    [
        (date(2026, 9, 30), "Mulai 1 Oktober 2026", 0),
        (date(2026, 10, 1), "Tersisa 91 hari", 1),
        (date(2026, 11, 22), "Tersisa 39 hari", 53),
        (date(2026, 12, 31), "Hari terakhir", 92),
        (date(2027, 1, 5), "Sudah berakhir", 92),
    ],
)
def test_how_far_a_period_has_run(on, said, value):
    text = shown("{% date_progress a b on %}", a=date(2026, 10, 1), b=date(2026, 12, 31), on=on)
    assert said in text
    assert f'max="92" value="{value}"' in text


def test_a_nip_copies_as_eighteen_digits():
    text = shown("{{ nip|nip }}", nip="198501012010011001")
    assert re.sub(r"<[^>]+>", "", text) == "198501012010011001"


def test_nothing_is_written_for_nothing():
    assert shown("{{ x|tanggal }}{{ x|waktu }}{{ x|jam }}{{ x|angka }}", x=None) == ""


def test_zero_is_written():
    with translation.override("id"):
        assert shown("{{ x|angka }}", x=0) == "0"
