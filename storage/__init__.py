"""The room that remembers: once, and in order."""
