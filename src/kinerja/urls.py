"""Every address of the product; each app keeps its own list."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", include("kinerja.insight.urls")),
    path("", include("kinerja.web.urls")),
    # The address recovers the account, so it comes from the staff register: nobody adds or changes one here.
    path("akun/email/", RedirectView.as_view(pattern_name="mfa_index"), name="account_email"),
    path("akun/", include("allauth.urls")),
    path("", include("kinerja.accounts.urls")),
    path("", include("kinerja.people.urls")),
    path("", include("kinerja.plans.urls")),
    path("", include("kinerja.voice.urls")),
    path("", include("kinerja.progress.urls")),
    path("", include("kinerja.assessment.urls")),
    path("", include("kinerja.growth.urls")),
    path("api/v1/", include("kinerja.api.urls")),
    # Django's own sign-in form knows neither limits nor a second factor: everybody enters by the one door.
    path("admin/login/", secure_admin_login(admin.site.login), name="admin_login"),
    path("admin/", admin.site.urls),
]
handler400 = "kinerja.web.views.bad_request"
handler403 = "kinerja.web.views.forbidden"
handler404 = "kinerja.web.views.not_found"
handler500 = "kinerja.web.views.server_error"
