"""Stand-ins for what lies outside our machine: they speak the real wire formats, and a test holds their strings."""
