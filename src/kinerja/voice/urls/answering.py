"""Addresses: answering."""

from django.urls import URLPattern, path

from ..views import answering as views
from ..views import survey_assets as assets

urlpatterns: list[URLPattern] = [
    path("survei/sw.js", assets.survey_worker, name="survey_worker"),
    path("survei/aset/<str:name>", assets.survey_asset, name="survey_asset"),
    path("survei/terima-kasih/", views.survey_thanks, name="survey_thanks"),
    path("survei/p/<slug:code>/", views.survey_poster, name="survey_poster"),
    path("survei/<str:code>/", views.survey, name="survey"),
]
