"""Addresses: the office's side of complaints."""

from django.urls import path

from ..views import categories, desk, handling, redactions

urlpatterns = [
    path("aduan/", desk.desk_page, name="desk"),
    path("aduan/unit/", desk.unit_page, name="unit_complaints"),
    path("aduan/kategori/", categories.categories, name="categories"),
    path("aduan/kategori/isi/", categories.category_seed, name="category_seed"),
    path("aduan/kategori/tambah/", categories.category_new, name="category_new"),
    path("aduan/kategori/<int:category_id>/", categories.category_edit, name="category_edit"),
    path("aduan/kategori/<int:category_id>/pakai/", categories.category_retire, name="category_retire"),
    path("aduan/penutup/<int:redaction_id>/buka/", redactions.redaction_lift, name="redaction_lift"),
    path("aduan/berkas/<uuid:token>/", desk.file_page, name="complaint_file"),
    path("aduan/<uuid:complaint_id>/", desk.complaint_page, name="complaint"),
    path("aduan/<uuid:complaint_id>/pelapor/", desk.reporter_page, name="complaint_reporter"),
    path("aduan/<uuid:complaint_id>/tutup-kata/", redactions.redactions, name="redactions"),
    path("aduan/<uuid:complaint_id>/<slug:name>/", handling.act, name="complaint_act"),
]
