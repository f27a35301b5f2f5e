"""Addresses: questionnaires, survey periods, codes, results and follow-up."""

from django.urls import URLPattern, path

from ..views import follow_ups, questionnaires, survey_held, survey_results, surveys, tokens

urlpatterns: list[URLPattern] = [
    path("skm/", surveys.surveys, name="surveys"),
    path("skm/baru/", surveys.survey_new, name="survey_new"),
    path("skm/kode/", tokens.survey_codes, name="survey_codes"),
    path("skm/kuesioner/", questionnaires.questionnaires, name="questionnaires"),
    path("skm/kuesioner/baru/", questionnaires.questionnaire_new, name="questionnaire_new"),
    path("skm/kuesioner/<int:version_id>/", questionnaires.questionnaire, name="questionnaire"),
    path(
        "skm/kuesioner/<int:version_id>/ubah/", questionnaires.questionnaire_edit, name="questionnaire_edit"
    ),
    path("skm/<int:period_id>/", surveys.survey_period, name="survey_period"),
    path("skm/<int:period_id>/ubah/", surveys.survey_edit, name="survey_edit"),
    path("skm/<int:period_id>/poster/", surveys.survey_poster_print, name="survey_poster_print"),
    path("skm/<int:period_id>/poster/terima/", surveys.survey_poster_switch, name="survey_poster_switch"),
    path("skm/<int:period_id>/hasil/", survey_results.survey_results, name="survey_results"),
    path("skm/<int:period_id>/hasil.json", survey_results.survey_results_json, name="survey_results_json"),
    path("skm/<int:period_id>/ditahan/", survey_held.survey_held, name="survey_held"),
    path("skm/<int:period_id>/tindak-lanjut/", follow_ups.follow_up_new, name="follow_up_new"),
    path("skm/<int:period_id>/<slug:step>/", surveys.survey_move, name="survey_move"),
    path("loket/<int:case_id>/kode/", tokens.case_token, name="case_token"),
    path("tindak-lanjut/", follow_ups.follow_up_list, name="follow_ups"),
    path("tindak-lanjut/<int:follow_up_id>/tutup/", follow_ups.follow_up_close, name="follow_up_close"),
]
