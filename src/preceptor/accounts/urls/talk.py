from django.urls import path

from preceptor.accounts.views import notices, organization_talk, talk, todos

urlpatterns = [
    path("me/messages/", talk.my_messages, name="messages"),
    path("me/messages/to/<slug:slug>/", talk.write_to_organization, name="write_to_organization"),
    path("me/messages/<uuid:conversation_id>/", talk.my_conversation, name="conversation"),
    path("me/messages/<uuid:conversation_id>/close/", talk.close_mine, name="close_conversation"),
    path(
        "o/<slug:slug>/messages/",
        organization_talk.organization_messages,
        name="organization_messages",
    ),
    path(
        "o/<slug:slug>/messages/to/<uuid:person_id>/",
        organization_talk.write_to_person,
        name="write_to_person",
    ),
    path(
        "o/<slug:slug>/messages/<uuid:conversation_id>/",
        organization_talk.organization_conversation,
        name="organization_conversation",
    ),
    path(
        "o/<slug:slug>/messages/<uuid:conversation_id>/close/",
        organization_talk.close_ours,
        name="close_organization_conversation",
    ),
    path("me/todos/", todos.my_todos, name="todos"),
    path("me/todos/<uuid:todo_id>/", todos.change_todo, name="change_todo"),
    path("me/notices/", notices.my_notices, name="notices"),
    path("me/notices/read/", notices.read_all, name="read_notices"),
]
