"""Addresses: forum."""

from django.urls import URLPattern, path

from ..views import citizens, forum, moderation

urlpatterns: list[URLPattern] = [
    path("forum/", forum.forum, name="forum"),
    path("forum/baru/", forum.new, name="forum_new"),
    path("forum/masuk/", citizens.enter, name="forum_enter"),
    path("forum/masuk/kode/", citizens.code, name="forum_code"),
    path("forum/masuk/nama/", citizens.choose_name, name="forum_join"),
    path("forum/keluar/", citizens.leave, name="forum_leave"),
    path("forum/akun/", citizens.account, name="forum_account"),
    path("forum/akun/hapus/", citizens.erase, name="forum_erase"),
    path("forum/berhenti/<str:token>/", citizens.unsubscribe, name="forum_unsubscribe"),
    path("forum/topik/<int:topic_id>/", forum.topic, name="forum_topic"),
    path("forum/topik/<int:topic_id>/ikuti/", forum.follow, name="forum_follow"),
    path("forum/topik/<int:topic_id>/kelola/", moderation.steer, name="forum_steer"),
    path("forum/topik/<int:topic_id>/sematkan/", moderation.pin, name="forum_pin"),
    path("forum/topik/<int:topic_id>/tutup/", moderation.close, name="forum_close"),
    path("forum/topik/<int:topic_id>/aspirasi/", moderation.aspiration, name="forum_aspiration"),
    path("forum/topik/<int:topic_id>/tindak-lanjut/", moderation.follow_up, name="forum_follow_up"),
    path("forum/tulisan/<int:post_id>/", forum.post, name="forum_post"),
    path("forum/tulisan/<int:post_id>/ubah/", forum.edit, name="forum_edit"),
    path("forum/tulisan/<int:post_id>/laporkan/", forum.flag, name="forum_flag"),
    path("forum/moderasi/", moderation.queue, name="forum_moderation"),
    path("forum/moderasi/<int:post_id>/", moderation.moderate, name="forum_moderate"),
    path("forum/moderasi/<int:post_id>/jeda/", moderation.pause, name="forum_pause"),
]
