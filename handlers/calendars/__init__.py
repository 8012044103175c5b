"""Calendars: booked calls written into them, and recruiters' own ones read."""
