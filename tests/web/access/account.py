"""Who may open what of sign-in, passwords and second factors (allauth)."""

from __future__ import annotations

from typing import Any

from tests.web.access.roles import Row, answers, nothing
from tests.world import World


def some_key(world: World) -> dict[str, Any]:
    return {"key": "tidak-ada"}


def some_reset(world: World) -> dict[str, Any]:
    return {"uidb36": "1", "key": "tidak-ada"}


def some_passkey(world: World) -> dict[str, Any]:
    return {"pk": 1}


def some_provider(world: World) -> dict[str, Any]:
    return {"provider_id": "tidak-ada"}


OPEN = answers(200, anonymous=200)
SIGNED_IN = answers(200)
SENT_ON = answers(302)
ROWS = [
    Row("account_login", nothing, "get", answers(302, anonymous=200)),
    Row("account_logout", nothing, "get", SIGNED_IN),
    Row("account_inactive", nothing, "get", OPEN),
    # Sign-up is closed: it says so to strangers and sends others home.
    Row("account_signup", nothing, "get", answers(302, anonymous=200)),
    Row("account_signup", nothing, "post", answers(302, anonymous=200)),
    Row("account_reauthenticate", nothing, "get", SIGNED_IN),
    Row("account_email", nothing, "get", SENT_ON),
    Row("account_email_verification_sent", nothing, "get", OPEN),
    Row("account_change_password", nothing, "get", SIGNED_IN),
    Row("account_set_password", nothing, "get", SENT_ON),
    Row("account_reset_password", nothing, "get", OPEN),
    Row("account_confirm_login_code", nothing, "get", SENT_ON),
    Row("account_confirm_email", some_key, "get", OPEN),
    Row("account_reset_password_from_key", some_reset, "get", OPEN),
    Row("account_reset_password_from_key_done", nothing, "get", OPEN),
    Row("account_reset_password_done", nothing, "get", OPEN),
    Row("admin_login", nothing, "get", answers(403)),
    Row("mfa_index", nothing, "get", SIGNED_IN),
    Row("mfa_authenticate", nothing, "get", SENT_ON),
    Row("mfa_reauthenticate", nothing, "get", SENT_ON),
    # Second factors change only after the password was typed once more.
    Row("mfa_activate_totp", nothing, "get", SENT_ON),
    Row("mfa_deactivate_totp", nothing, "get", answers(404)),
    Row("mfa_view_recovery_codes", nothing, "get", answers(404)),
    Row("mfa_generate_recovery_codes", nothing, "get", SENT_ON),
    Row("mfa_download_recovery_codes", nothing, "get", answers(404)),
    Row("mfa_list_webauthn", nothing, "get", SIGNED_IN),
    Row("mfa_add_webauthn", nothing, "get", SENT_ON),
    Row("mfa_reauthenticate_webauthn", nothing, "get", SENT_ON),
    Row("mfa_remove_webauthn", some_passkey, "get", SENT_ON),
    Row("mfa_edit_webauthn", some_passkey, "get", SENT_ON),
    Row("socialaccount_login_cancelled", nothing, "get", OPEN),
    Row("socialaccount_login_error", nothing, "get", answers(401)),
    Row("socialaccount_signup", nothing, "get", SENT_ON),
    Row("socialaccount_connections", nothing, "get", SIGNED_IN),
    Row("openid_connect_login", some_provider, "get", answers(404, anonymous=404)),
    Row("openid_connect_callback", some_provider, "get", answers(404, anonymous=404)),
]
