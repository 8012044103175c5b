"""Whole talks over HTTP: real servers, real databases, and the platforms' own wire formats."""
