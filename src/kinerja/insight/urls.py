from django.urls import path

from . import views

app_name = "insight"
urlpatterns = [
    path("", views.today, name="today"),
    path("kendali/", views.control, name="control"),
    path("kendali/periode/<int:period_id>/buka/", views.open_period, name="open_period"),
    path("kendali/periode/<int:period_id>/tutup/", views.close_period, name="close_period"),
    path("kendali/<int:unit_id>/<int:period_id>/<slug:step>/", views.waiting, name="waiting"),
    path("kendali/<int:unit_id>/<int:period_id>/<slug:step>/ingatkan/", views.remind, name="remind"),
]
