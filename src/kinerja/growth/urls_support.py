"""Addresses of support plans."""

from django.urls import URLPattern, path

from .views import support, support_acts, support_open, support_promises, support_waves

urlpatterns: list[URLPattern] = [
    path("pembinaan/", support.support, name="support"),
    path("pembinaan/gelombang/", support_waves.waves, name="support_waves"),
    path("pembinaan/baru/", support_open.start, name="support_new"),
    path("pembinaan/baru/<int:employee_id>/", support_open.open_plan, name="support_open"),
    path("pembinaan/perbaikan/<int:review_id>/", support_open.open_path, name="support_path"),
    path("pembinaan/<int:plan_id>/", support.plan, name="support_plan"),
    path("pembinaan/<int:plan_id>/ubah/", support_acts.change, name="support_change"),
    path("pembinaan/<int:plan_id>/tawarkan/", support_acts.offer, name="support_offer"),
    path("pembinaan/<int:plan_id>/setuju/", support_acts.agree, name="support_agree"),
    path("pembinaan/<int:plan_id>/kembalikan/", support_acts.give_back, name="support_return"),
    path("pembinaan/<int:plan_id>/mulai/", support_acts.start_unanswered, name="support_start"),
    path("pembinaan/<int:plan_id>/langkah/", support_acts.step_new, name="support_step"),
    path("pembinaan/langkah/<int:step_id>/selesai/", support_acts.step_done, name="support_step_done"),
    path("pembinaan/langkah/<int:step_id>/hapus/", support_acts.step_remove, name="support_step_remove"),
    path("pembinaan/<int:plan_id>/sesi/", support_acts.talk_new, name="support_talk"),
    path("pembinaan/<int:plan_id>/tutup/", support_acts.close, name="support_close"),
    path("pembinaan/<int:plan_id>/hentikan/", support_acts.drop, name="support_drop"),
    path("pembinaan/jalur/<int:step_id>/", support_acts.path_step, name="support_path_step"),
    path("pembinaan/<int:plan_id>/janji/", support_promises.promise_new, name="support_promise"),
    path("pembinaan/janji/<int:promise_id>/", support_promises.settle, name="support_settle"),
    path("pembinaan/janji/pimpinan/<int:employee_id>/", support_promises.promises, name="support_promises"),
    path("pembinaan/<int:plan_id>/umpan-balik/", support_promises.feedback_new, name="coach_feedback_new"),
    path("pembinaan/umpan-balik/", support_promises.feedbacks, name="coach_feedbacks"),
    path("pembinaan/umpan-balik/<int:feedback_id>/", support_promises.feedback, name="coach_feedback"),
]
