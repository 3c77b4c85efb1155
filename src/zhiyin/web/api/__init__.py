"""Routes and shapes of the public API."""
