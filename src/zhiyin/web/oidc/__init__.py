"""OpenID Connect: signing in with the account of one's company (authorization code with PKCE, state and nonce)."""
