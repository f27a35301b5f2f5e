from django.urls import URLPattern, path

from . import views

app_name = "assessment"
urlpatterns: list[URLPattern] = [
    path("tinjauan/", views.queue, name="queue"),
    path("tinjauan/<int:review_id>/", views.review, name="review"),
    path("tinjauan/<int:review_id>/tanda-tangan/", views.sign, name="sign"),
    path("tinjauan/<int:review_id>/ambil-alih/", views.take_over, name="take_over"),
    path("tinjauan/<int:review_id>/catatan/<int:remark_id>/", views.answer_remark, name="answer_remark"),
    path("kalibrasi/", views.calibration, name="calibration"),
    path("kalibrasi/tim/<int:appraiser_id>/", views.calibration_team, name="calibration_team"),
    path("kalibrasi/catatan/<int:review_id>/", views.remark, name="remark"),
    path("distribusi/", views.distribution, name="distribution"),
    path("tim/", views.team, name="team"),
    path("penilaian/<int:review_id>/", views.my_review, name="my_review"),
    path("penilaian/<int:review_id>/diri/", views.self_assessment, name="self_assessment"),
    path("penilaian/<int:review_id>/terima/", views.receive, name="receive"),
    path("penilaian/<int:review_id>/jawab/", views.answer, name="answer"),
    path("penilaian/<int:review_id>/mengapa/", views.why, name="why"),
    path("penilaian/<int:review_id>/dokumen/<str:form>/", views.pdf, name="pdf"),
    path("predikat-organisasi/", views.organisation, name="organisation"),
    path("lapor-evaluasi/", views.report_up, name="report_up"),
    path("periksa/<uuid:token>/", views.verify, name="verify"),
]
