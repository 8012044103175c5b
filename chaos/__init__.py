"""Kills and confuses the real server while candidates talk with it, then compares what should be with what is."""
