"""Addresses: the catalogue, the card for citizens, the counter and its measures."""

from django.urls import URLPattern, path

from ..views import card, counter, measures, services

urlpatterns: list[URLPattern] = [
    path("standar/", services.catalogue, name="catalogue"),
    path("standar/baru/", services.service_new, name="service_new"),
    path("standar/<int:service_id>/", services.service, name="service"),
    path("standar/<int:service_id>/versi-baru/", services.standard_new, name="standard_new"),
    path("standar/<int:service_id>/hentikan/", services.service_retire, name="service_retire"),
    path("standar/versi/<int:standard_id>/", services.standard_edit, name="standard_edit"),
    path("standar/versi/<int:standard_id>/terbitkan/", services.standard_publish, name="standard_publish"),
    path("standar/maklumat/<int:unit_id>/", services.pledge, name="pledge"),
    path("layanan/standar/<slug:code>/", card.card, name="card"),
    path("loket/", counter.counter, name="counter"),
    path("loket/<int:case_id>/", counter.act, name="counter_act"),
    path("ukuran-layanan/", measures.overview, name="measures"),
    path("ukuran-layanan/<int:service_id>/", measures.service, name="service_measures"),
]
