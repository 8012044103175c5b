"""WhatsApp through Twilio, as a channel."""
