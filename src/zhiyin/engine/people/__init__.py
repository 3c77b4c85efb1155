"""People: signing in, sessions and users; what the console and the command line do with them."""
