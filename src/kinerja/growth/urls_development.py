"""Addresses of development."""

from django.urls import URLPattern, path

from .views import courses, enrolments, evaluations, needs, sessions

AT, ONE = "pengembangan/", "pengembangan/sesi/<int:session_id>/"
SEAT, NEED = "pengembangan/pendaftaran/<int:enrolment_id>/", "pengembangan/kebutuhan/"
COURSE = "pengembangan/katalog/<int:course_id>/"

urlpatterns: list[URLPattern] = [
    path(AT, sessions.development, name="development"),
    path(f"{AT}katalog/", courses.courses, name="courses"),
    path(f"{AT}katalog/baru/", courses.course_new, name="course_new"),
    path(COURSE, courses.course, name="course"),
    path(f"{COURSE}ubah/", courses.course_edit, name="course_edit"),
    path(f"{COURSE}materi/", courses.material_new, name="material_new"),
    path(f"{COURSE}soal/", courses.question_new, name="question_new"),
    path(f"{COURSE}sesi/", sessions.session_new, name="session_new"),
    path(f"{AT}materi/<int:material_id>/hapus/", courses.material_remove, name="material_remove"),
    path(f"{AT}soal/<int:question_id>/hapus/", courses.question_remove, name="question_remove"),
    path(ONE, sessions.session, name="session"),
    path(f"{ONE}ubah/", sessions.session_edit, name="session_edit"),
    path(f"{ONE}batal/", sessions.session_cancel, name="session_cancel"),
    path(f"{ONE}mulai/", sessions.session_begin, name="session_begin"),
    path(f"{ONE}selesai/", sessions.session_hold, name="session_hold"),
    path(f"{ONE}kehadiran/", sessions.session_attendance, name="session_attendance"),
    path(f"{ONE}evaluasi/", evaluations.session_results, name="session_results"),
    path(f"{ONE}daftar/", enrolments.enrol_me, name="enrol_me"),
    path(f"{ONE}daftarkan/", enrolments.enrol_other, name="enrol_other"),
    path(f"{AT}hadir/<str:key>/", sessions.attend, name="attend"),
    path(f"{AT}pendaftaran/", enrolments.approvals, name="approvals"),
    path(f"{SEAT}setujui/", enrolments.enrolment_approve, name="enrolment_approve"),
    path(f"{SEAT}tolak/", enrolments.enrolment_refuse, name="enrolment_refuse"),
    path(f"{SEAT}mundur/", enrolments.enrolment_withdraw, name="enrolment_withdraw"),
    path(f"{SEAT}hadir/", enrolments.enrolment_attend, name="enrolment_attend"),
    path(f"{SEAT}koreksi/<str:state>/", enrolments.enrolment_correct, name="enrolment_correct"),
    path(f"{SEAT}tes/<str:moment>/", enrolments.test, name="test"),
    path(f"{AT}evaluasi/<int:evaluation_id>/", evaluations.evaluation, name="evaluation"),
    path(NEED, needs.needs, name="needs"),
    path(f"{NEED}usulan/", needs.need_proposals, name="need_proposals"),
    path(f"{NEED}keinginan/", needs.need_wish, name="need_wish"),
    path(f"{NEED}baru/", needs.need_new, name="need_new"),
    path(f"{NEED}keputusan/<int:decision_id>/", needs.need_from_decision, name="need_from_decision"),
    path(f"{NEED}kelompok/", needs.need_groups, name="need_groups"),
    path(f"{NEED}kelompok/baru/", needs.need_group_new, name="need_group_new"),
    path(f"{NEED}kelompok/<int:group_id>/", needs.need_group, name="need_group"),
    path(f"{NEED}<int:need_id>/lepas/", needs.need_ungroup, name="need_ungroup"),
    path(f"{NEED}<int:need_id>/tutup/", needs.need_drop, name="need_drop"),
]
