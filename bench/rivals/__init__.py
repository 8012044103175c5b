"""What Belmoment is measured beside: servers that do less, and one that does the same talk in another way."""
