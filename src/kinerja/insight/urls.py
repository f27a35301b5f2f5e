from django.urls import path

from . import views

app_name = "insight"
urlpatterns = [
    path("", views.today, name="today"),
    path("kendali/", views.control, name="control"),
    path("kendali/<int:unit_id>/<int:period_id>/<slug:step>/", views.waiting, name="waiting"),
    path("kendali/<int:unit_id>/<int:period_id>/<slug:step>/ingatkan/", views.remind, name="remind"),
]
