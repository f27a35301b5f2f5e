"""Addresses of socialisation."""

from django.urls import URLPattern, path

from .views import lessons, pulses, staff_questions

LESSONS, PULSES, REACH = "sosialisasi/pelajaran", "sosialisasi/suara", "sosialisasi/jangkauan"

urlpatterns: list[URLPattern] = [
    path("sosialisasi/", lessons.socialisation, name="socialisation"),
    path(f"{LESSONS}/", lessons.lessons_kept, name="lessons_kept"),
    path(f"{LESSONS}/muat/", lessons.lessons_adopt, name="lessons_adopt"),
    path(f"{LESSONS}/baru/", lessons.lesson_new, name="lesson_new"),
    path(f"{LESSONS}/<int:lesson_id>/", lessons.lesson, name="lesson"),
    path(f"{LESSONS}/<int:lesson_id>/ubah/", lessons.lesson_edit, name="lesson_edit"),
    path(f"{LESSONS}/<int:lesson_id>/terbit/", lessons.lesson_publish, name="lesson_publish"),
    path(f"{REACH}/", lessons.reached, name="reach"),
    path(f"{REACH}/<int:unit_id>/", lessons.reach_names, name="reach_names"),
    path(f"{REACH}/<int:unit_id>/ingatkan/", lessons.reach_remind, name="reach_remind"),
    path("sosialisasi/tanya/", staff_questions.staff_questions, name="staff_questions"),
    path(
        "sosialisasi/tanya/<int:question_id>/",
        staff_questions.staff_question_answer,
        name="staff_question_answer",
    ),
    path(f"{PULSES}/", pulses.pulses, name="pulses"),
    path(f"{PULSES}/baru/", pulses.pulse_new, name="pulse_new"),
    path(f"{PULSES}/<int:pulse_id>/", pulses.pulse, name="pulse"),
    path(f"{PULSES}/<int:pulse_id>/isi/", pulses.pulse_answer, name="pulse_answer"),
    path(f"{PULSES}/<int:pulse_id>/buka/", pulses.pulse_open, name="pulse_open"),
    path(f"{PULSES}/<int:pulse_id>/tutup/", pulses.pulse_close, name="pulse_close"),
    path(f"{PULSES}/<int:pulse_id>/jawab/", pulses.pulse_reply, name="pulse_reply"),
    path(f"{PULSES}/tulisan/<uuid:answer_id>/", pulses.pulse_hide, name="pulse_hide"),
]
