"""Words about when a call would suit, to windows and exclusions."""
