"""Face: HTTP, WebSocket, live views, and the built console it serves."""
