"""The studio: scripts, edited, tried, tested and published in the browser by those who own the words."""
