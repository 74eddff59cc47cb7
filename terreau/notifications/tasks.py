"""The durable job that sends mails is declared beside what asks for it."""

from terreau.notifications.actions import mail

__all__ = ["mail"]
