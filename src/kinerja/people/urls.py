from django.urls import path

from .views import appointments, crest, employees, imports, law, places, settings

app_name = "people"
urlpatterns = [
    path("pegawai/", employees.employees, name="employees"),
    path("pegawai/baru/", employees.employee_new, name="employee_new"),
    path("pegawai/<int:employee_id>/", employees.employee, name="employee"),
    path("pegawai/<int:employee_id>/ubah/", employees.employee_edit, name="employee_edit"),
    path("pegawai/<int:employee_id>/angkat/", appointments.appoint_choose, name="appoint"),
    path("pegawai/<int:employee_id>/angkat/<int:post_id>/", appointments.appoint_to, name="appoint_to"),
    path("pengangkatan/<int:appointment_id>/akhiri/", appointments.appointment_end, name="appointment_end"),
    path("pegawai/impor/", imports.import_start, name="import"),
    path("pegawai/impor/templat/<str:kind>/", imports.import_template, name="import_template"),
    path("pegawai/impor/<int:run_id>/", imports.import_run, name="import_run"),
    path("pegawai/impor/<int:run_id>/terapkan/", imports.import_confirm, name="import_confirm"),
    path("pegawai/impor/<int:run_id>/batalkan/", imports.import_drop, name="import_drop"),
    path("unit/", places.units, name="units"),
    path("unit/baru/", places.unit_new, name="unit_new"),
    path("unit/<int:unit_id>/", places.unit, name="unit"),
    path("unit/<int:unit_id>/ubah/", places.unit_edit, name="unit_edit"),
    path("jabatan/", places.posts, name="posts"),
    path("jabatan/baru/", places.post_new, name="post_new"),
    path("jabatan/<int:post_id>/", places.post, name="post"),
    path("jabatan/<int:post_id>/ubah/", places.post_edit, name="post_edit"),
    path("jabatan/<int:post_id>/pelimpahan/", appointments.mandate_new, name="mandate_new"),
    path("pelimpahan/<int:mandate_id>/akhiri/", appointments.mandate_end, name="mandate_end"),
    path("pengaturan/", settings.settings, name="settings"),
    path("pengaturan/lambang/", crest.crest, name="crest"),
    path("pengaturan/lambang/hapus/", crest.crest_remove, name="crest_remove"),
    path("pengaturan/libur/", settings.holidays, name="holidays"),
    path("pengaturan/libur/isi/", settings.holidays_seed, name="holidays_seed"),
    path("pengaturan/libur/<int:holiday_id>/hapus/", settings.holiday_remove, name="holiday_remove"),
    path("pengaturan/ketetapan/", law.overrides, name="overrides"),
    path("pengaturan/ketetapan/<int:override_id>/akhiri/", law.override_end, name="override_end"),
]
