"""The room that touches the world: channels, clocks, pages and commands."""
