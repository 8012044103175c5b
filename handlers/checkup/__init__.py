"""What may be wrong with a running installation, in sentences."""
