"""Every address of the product; each app keeps its own list."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("kinerja.insight.urls")),
    path("", include("kinerja.web.urls")),
    path("akun/", include("allauth.urls")),
    path("", include("kinerja.accounts.urls")),
    path("", include("kinerja.people.urls")),
    path("", include("kinerja.plans.urls")),
    path("", include("kinerja.progress.urls")),
    path("", include("kinerja.assessment.urls")),
    path("admin/", admin.site.urls),
]
handler400 = "kinerja.web.views.bad_request"
handler403 = "kinerja.web.views.forbidden"
handler404 = "kinerja.web.views.not_found"
handler500 = "kinerja.web.views.server_error"
