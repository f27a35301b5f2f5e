"""Addresses: cases in bulk, the keys of other systems, the links between measures and indicators."""

from django.urls import URLPattern, path

from ..views import case_imports, case_keys, measure_links

urlpatterns: list[URLPattern] = [
    path("kasus/impor/", case_imports.case_import, name="case_import"),
    path("kasus/impor/templat/<str:kind>/", case_imports.case_import_template, name="case_import_template"),
    path("kasus/impor/<int:run_id>/", case_imports.case_import_run, name="case_import_run"),
    path("kasus/kunci/", case_keys.case_keys, name="case_keys"),
    path("kasus/kunci/<int:key_id>/cabut/", case_keys.case_key_revoke, name="case_key_revoke"),
    path("skp/<int:plan_id>/ukuran/", measure_links.measure_links, name="measure_links"),
    path(
        "skp/<int:plan_id>/ukuran/<uuid:link_id>/lepas/",
        measure_links.measure_unlink,
        name="measure_unlink",
    ),
]
