"""Charts say what they show, give their numbers and carry nothing that the security policy forbids."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from django.template import engines

from kinerja.rules.distribution import pattern
from kinerja.web.charts import bar_chart, distribution_chart, trend_chart

ON = date(2026, 11, 22)
COUNTS = {"SANGAT_BAIK": 2, "BAIK": 12, "BUTUH_PERBAIKAN": 3, "KURANG": 1}


def drawings():
    heights = pattern("BAIK", on=ON).heights
    yield bar_chart(["Dinas <b>Kesehatan</b>", "Bagian Umum"], [128, 41], "Kesehatan terbanyak.")
    yield trend_chart(
        ["Jul", "Agu", "Sep"], {"Tepat": [61, None, Decimal("72.5")], "Lambat": [1, 2, 3]}, "Naik."
    )
    yield distribution_chart(heights, COUNTS, on=ON)
    yield distribution_chart(None, {}, on=ON)
    yield distribution_chart(heights, {}, on=ON)


@pytest.mark.parametrize("chart", list(drawings()))
def test_no_style_no_script_no_ids_and_hidden_from_screen_readers(chart):
    root = ElementTree.fromstring(chart.svg)
    tags = {element.tag.split("}")[-1] for element in root.iter()}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert tags <= {"svg", "g", "rect", "path", "circle", "text", "tspan"}
    assert not {name for name in attributes if name in {"style", "id"} or name.startswith("on")}
    assert root.get("aria-hidden") == "true"


def test_the_table_has_every_number_and_a_dash_for_a_gap():
    chart = trend_chart(["Jul", "Agu"], {"Tepat": [Decimal("61.5"), None]}, "Turun.")
    assert chart.head == ("", "Tepat")
    assert chart.rows == (("Jul", "61,5"), ("Agu", "–"))


def test_a_gap_is_not_drawn_as_zero():
    whole = trend_chart(["a", "b", "c"], {"x": [5, 5, 5]}, "").svg
    gap = trend_chart(["a", "b", "c"], {"x": [5, None, 5]}, "").svg
    assert (whole.count("<circle"), gap.count("<circle")) == (3, 2)


def test_predicates_are_named_by_law_best_first_and_counted():
    chart = distribution_chart(None, COUNTS, on=ON)
    labels = ("Sangat Baik", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang")
    assert chart.rows == tuple(zip(labels, ("2", "12", "3", "1", "0"), strict=True))
    assert chart.finding == "12 dari 18 pegawai berpredikat Baik."
    assert chart.series == ()


def test_the_curve_of_the_law_gets_no_numbers():
    chart = distribution_chart(pattern("BAIK", on=ON).heights, COUNTS, on=ON)
    assert 'class="pattern"' in chart.svg
    assert chart.head == ("Predikat", "Pegawai")
    assert "bukan kuota" in chart.series[1]


def test_nobody_rated_is_said():
    chart = distribution_chart(
        {code: Fraction(1) for code in ["SANGAT_BAIK", "BAIK", *COUNTS, "SANGAT_KURANG"]}, {}
    )
    assert chart.finding == "Belum ada pegawai yang berpredikat."


def test_an_unknown_predicate_is_refused():
    with pytest.raises(ValueError, match="ISTIMEWA"):
        distribution_chart(None, {"ISTIMEWA": 3}, on=ON)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bar_chart(["a", "b"], [1], "x"),
        lambda: trend_chart(["a", "b"], {"x": [1]}, "x"),
    ],
)
def test_labels_without_values_are_refused(draw):
    with pytest.raises(ValueError, match="zip"):
        draw()


def test_names_are_escaped_in_drawing_and_table():
    page = engines["django"].from_string("{% bar_chart labels values finding %}")
    shown = page.render({"labels": ["<script>x</script>"], "values": [3], "finding": "<i>satu</i>"})
    assert "<script>" not in shown
    assert "<i>" not in shown
    assert shown.count("&lt;script&gt;") == 2
