"""What every page shares, and the pages for recruiters."""
