"""The room that decides: no clock, file, socket, randomness or logger inside."""
