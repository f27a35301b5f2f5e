"""Addresses of incentives and honours."""

from django.urls import URLPattern, path

from .views import honours, pay, pay_differences, pay_runs

urlpatterns: list[URLPattern] = [
    path("insentif/", pay_runs.allowances, name="allowances"),
    path("insentif/tabel/", pay.tables, name="allowance_tables"),
    path("insentif/tabel/baru/", pay.table_new, name="allowance_table_new"),
    path("insentif/tabel/<int:table_id>/", pay.table, name="allowance_table"),
    path("insentif/tabel/<int:table_id>/setujui/", pay.table_approve, name="allowance_table_approve"),
    path("insentif/potongan/", pay.cuts, name="attendance_cuts"),
    path("insentif/potongan/baru/", pay.cut_new, name="attendance_cut_new"),
    path("insentif/potongan/<int:cut_id>/hapus/", pay.cut_drop, name="attendance_cut_drop"),
    path("insentif/potongan/impor/", pay.cuts_import, name="attendance_import"),
    path("insentif/potongan/impor/templat/<str:kind>/", pay.cuts_template, name="attendance_template"),
    path("insentif/hitung/", pay_runs.run_new, name="allowance_run_new"),
    path("insentif/<int:run_id>/", pay_runs.run, name="allowance_run"),
    path("insentif/<int:run_id>/setujui/", pay_runs.run_approve, name="allowance_run_approve"),
    path("insentif/<int:run_id>/batalkan/", pay_runs.run_cancel, name="allowance_run_cancel"),
    path("insentif/<int:run_id>/unduh/<str:kind>/", pay_runs.run_export, name="allowance_run_export"),
    path("insentif/<int:run_id>/selisih/", pay_differences.differences, name="allowance_differences"),
    path("insentif/<int:run_id>/selisih/hitung/", pay_differences.make, name="allowance_difference_make"),
    path("insentif/rincian/<int:line_id>/", pay_runs.line, name="allowance_line"),
    path("tanda-kehormatan/", honours.honours, name="honours"),
    path("tanda-kehormatan/unduh/<str:kind>/", honours.export, name="honours_export"),
    path("tanda-kehormatan/<int:employee_id>/<int:years>/usulkan/", honours.propose, name="honour_propose"),
    path("tanda-kehormatan/<int:employee_id>/<int:years>/tunda/", honours.aside, name="honour_aside"),
    path("tanda-kehormatan/<int:honour_id>/terima/", honours.grant, name="honour_grant"),
]
