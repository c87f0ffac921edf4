from typing import ClassVar

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "preceptor.accounts"
    pages: ClassVar = {
        "account": "accounts:account",
        "erase": "accounts:erase",
        "looks": "accounts:looks",
        "messages": "accounts:messages",
        "notices": "accounts:notices",
        "privacy": "accounts:privacy",
        "sign_in": "account_login",
        "todos": "accounts:todos",
    }
    schedule = (
        ("preceptor.accounts.tasks.talk.sweep_conversations", 600),
        ("preceptor.accounts.tasks.sign.prune_sign_in", 3_600),
        ("preceptor.accounts.tasks.privacy.empty_journal", 3_600),
        ("preceptor.accounts.tasks.looking.sweep_looking", 3_600),
    )

    def ready(self) -> None:
        # These import models, which exist only once the apps are loaded.
        from preceptor.accounts.receivers.account_events import connect_events

        connect_events()
