from django.urls import path

from . import views

app_name = "web"
urlpatterns = [
    path("tema/", views.theme, name="theme"),
    path("bahasa/", views.language, name="language"),
    path("sehat/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
]
