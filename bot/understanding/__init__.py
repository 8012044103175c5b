"""From a message to what it means."""
