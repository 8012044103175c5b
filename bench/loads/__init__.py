"""What puts a server under load and measures it: the candidates, the platforms, the processes."""
