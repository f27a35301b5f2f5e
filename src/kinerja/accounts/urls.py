from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("peran/", views.grants, name="grants"),
    path("peran/<int:grant_id>/cabut/", views.revoke, name="revoke"),
    path("akun-pegawai/<int:user_id>/sandi/", views.password, name="password"),
    path("akun-pegawai/<int:user_id>/status/", views.activity, name="activity"),
    path("catatan/", views.log, name="log"),
]
