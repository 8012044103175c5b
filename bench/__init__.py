"""Measures what Belmoment understands and what a machine carries; `python3 run bench NAME` asks for one measure."""
