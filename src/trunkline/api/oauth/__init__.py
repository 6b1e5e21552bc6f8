"""OAuth 2.0: how apps get tokens, and the pages on which people allow it."""
