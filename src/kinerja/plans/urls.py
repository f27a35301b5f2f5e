"""Addresses of plans, the matrix, the tree, goals and the cycle."""

from django.urls import path

from .views import cycles, deciding, drafts, goals, matrix, reading, sending, templates, tree

app_name = "plans"
urlpatterns = [
    path("skp/baru/", drafts.start, name="start"),
    path("skp/<int:plan_id>/", reading.detail, name="detail"),
    path("skp/<int:plan_id>/ubah/", drafts.edit, name="edit"),
    path("skp/<int:plan_id>/versi/", reading.versions, name="versions"),
    path("skp/<int:plan_id>/ajukan/", deciding.submit_page, name="submit"),
    path("skp/<int:plan_id>/kembalikan/", deciding.return_page, name="return"),
    path("skp/<int:plan_id>/tetapkan/", deciding.set_page, name="set"),
    path("skp/<int:plan_id>/perubahan/", deciding.revise_page, name="revise"),
    path("skp/<int:plan_id>/akhiri/", deciding.end_page, name="end"),
    path("skp/<int:plan_id>/dokumen/<str:form>/", reading.pdf, name="pdf"),
    path("matriks/", matrix.index, name="matrix"),
    path("matriks/<int:plan_id>/", matrix.matrix, name="matrix"),
    path("matriks/peran/<int:role_id>/putuskan/", matrix.decide, name="decide_role"),
    path("matriks/peran/<int:role_id>/ambil/", matrix.take, name="take_role"),
    path("pohon/", tree.tree, name="tree"),
    path("pohon/<uuid:key>/", tree.node, name="tree_node"),
    path("sasaran/", goals.index, name="goals"),
    path("sasaran/baru/", goals.new, name="goal_new"),
    path("sasaran/<int:goal_id>/ubah/", goals.edit, name="goal_edit"),
    path("sasaran/<int:goal_id>/hapus/", goals.delete, name="goal_delete"),
    path("templat-sasaran/", templates.index, name="templates"),
    path("templat-sasaran/baru/", templates.new, name="template_new"),
    path("templat-sasaran/<int:template_id>/", templates.detail, name="template"),
    path("templat-sasaran/<int:template_id>/kirim/", sending.send, name="template_send"),
    path("templat-sasaran/<int:template_id>/salin/", templates.copy, name="template_copy"),
    path("templat-sasaran/<int:template_id>/hentikan/", templates.retire, name="template_retire"),
    path("siklus/", cycles.index, name="cycle"),
    path("siklus/periode/<int:period_id>/", cycles.period, name="period"),
]
