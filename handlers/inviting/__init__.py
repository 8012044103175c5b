"""Inviting people: lists and requests are checked, weighed, priced and told about."""
