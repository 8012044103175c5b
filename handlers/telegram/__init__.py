"""Telegram, as a channel."""
