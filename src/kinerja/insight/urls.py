from django.urls import path

from . import views, views_effects, views_seal, views_supervision, views_warnings

app_name = "insight"
urlpatterns = [
    path("", views.today, name="today"),
    path("kendali/", views.control, name="control"),
    path("kendali/periode/<int:period_id>/buka/", views.open_period, name="open_period"),
    path("kendali/periode/<int:period_id>/tutup/", views.close_period, name="close_period"),
    path("kendali/<int:unit_id>/<int:period_id>/<slug:step>/", views.waiting, name="waiting"),
    path("kendali/<int:unit_id>/<int:period_id>/<slug:step>/ingatkan/", views.remind, name="remind"),
    path("pengawasan/", views_supervision.register, name="register"),
    path("pengawasan/pegawai/", views_supervision.people, name="register_people"),
    path("pengawasan/pegawai.csv", views_supervision.people_file, name="register_file"),
    path("pengawasan/peringatan/", views_warnings.early_warnings, name="warnings"),
    path("pengawasan/peringatan/<int:warning_id>/", views_warnings.early_warning, name="warning"),
    path("pengawasan/saya/", views_warnings.early_warnings_mine, name="warnings_mine"),
    path("pengawasan/saya/<int:warning_id>/jawab/", views_warnings.reply, name="warning_reply"),
    path("pengawasan/segel/", views_seal.seal, name="seal"),
    path("dampak/", views_effects.effects, name="effects"),
    path("dampak/baru/", views_effects.effect_new, name="effect_new"),
    path("layanan/dampak/", views_effects.effects_public, name="effects_public"),
    path("layanan/dampak/<slug:slug>/", views_effects.effect_public, name="effect_public"),
    path("dampak/<int:programme_id>/", views_effects.effect, name="effect"),
    path("dampak/<int:programme_id>.csv", views_effects.effect_file, name="effect_file"),
    path("dampak/<int:programme_id>/ubah/", views_effects.effect_edit, name="effect_edit"),
    path("dampak/<int:programme_id>/tampilkan/", views_effects.effect_publish, name="effect_publish"),
    path("dampak/<int:programme_id>/tarik/", views_effects.effect_withdraw, name="effect_withdraw"),
]
