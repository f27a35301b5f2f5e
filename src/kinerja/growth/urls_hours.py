"""Addresses of development hours and the individual development plan."""

from django.urls import URLPattern, path

from .views import hours, own_plans

HOURS, PLANS = "jam-pengembangan", "rencana-pengembangan"

urlpatterns: list[URLPattern] = [
    path(f"{HOURS}/", hours.hours, name="hours"),
    path(f"{HOURS}/<int:employee_id>/", hours.hours_one, name="hours_one"),
    path(f"{HOURS}/unduh/", hours.hours_file, name="hours_file"),
    path(f"{HOURS}/lapor/", hours.activity_new, name="activity_new"),
    path(f"{HOURS}/kegiatan/<int:activity_id>/konfirmasi/", hours.activity_confirm, name="activity_confirm"),
    path(f"{HOURS}/kegiatan/<int:activity_id>/tolak/", hours.activity_refuse, name="activity_refuse"),
    path(f"{PLANS}/", own_plans.own_plans, name="own_plans"),
    path(f"{PLANS}/mulai/", own_plans.own_plan_start, name="own_plan_start"),
    path(f"{PLANS}/<int:plan_id>/", own_plans.own_plan, name="own_plan"),
    path(f"{PLANS}/<int:plan_id>/kirim/", own_plans.own_plan_submit, name="own_plan_submit"),
    path(f"{PLANS}/<int:plan_id>/kembalikan/", own_plans.own_plan_return, name="own_plan_return"),
    path(f"{PLANS}/<int:plan_id>/sepakati/", own_plans.own_plan_agree, name="own_plan_agree"),
    path(f"{PLANS}/<int:plan_id>/ubah/", own_plans.own_plan_reopen, name="own_plan_reopen"),
    path(f"{PLANS}/<int:plan_id>/tutup/", own_plans.own_plan_close, name="own_plan_close"),
    path(f"{PLANS}/<int:plan_id>/sasaran/", own_plans.own_goal_new, name="own_goal_new"),
    path(f"{PLANS}/<int:plan_id>/usulan/", own_plans.own_goal_adopt, name="own_goal_adopt"),
    path(f"{PLANS}/sasaran/<int:goal_id>/", own_plans.own_goal_edit, name="own_goal_edit"),
    path(f"{PLANS}/sasaran/<int:goal_id>/hapus/", own_plans.own_goal_drop, name="own_goal_drop"),
    path(f"{PLANS}/sasaran/<int:goal_id>/selesai/", own_plans.own_goal_finish, name="own_goal_finish"),
]
