"""Addresses of doing and telling."""

from django.urls import path

from .views import daily, evidence, feedback, plan, reports

app_name = "progress"
REPORT = "laporan/<int:plan_id>/<int:period_id>/"
urlpatterns = [
    path("skp/", plan.my_plan, name="my_plan"),
    path("laporan/", reports.listing, name="report"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}kirim/", reports.send, name="report_send"),
    path(f"{REPORT}putusan/", reports.decide, name="report_decide"),
    path(f"{REPORT}bukti/<uuid:key>/", evidence.pieces, name="evidence_of"),
    path("bukti/<uuid:token>/", evidence.download, name="evidence"),
    path("bukti/<uuid:token>/hapus/", evidence.remove, name="evidence_remove"),
    path("harian/", daily.quick, name="daily"),
    path("harian/minggu/", daily.week, name="daily_week"),
    path("harian/impor/", daily.bring, name="daily_import"),
    path("harian/contoh.csv", daily.sample, name="daily_sample"),
    path("umpan-balik/", feedback.overview, name="feedback"),
    path("umpan-balik/beri/", feedback.find, name="feedback_find"),
    path("umpan-balik/beri/<int:plan_id>/", feedback.give, name="feedback_give"),
    path("umpan-balik/minta/", feedback.ask, name="feedback_ask"),
    path("umpan-balik/permintaan/<int:request_id>/", feedback.answer, name="feedback_answer"),
]
