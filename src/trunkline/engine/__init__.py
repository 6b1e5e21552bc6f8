"""The call engine: SIP and media around the exchange. Configuration comes in from the store, records go out to it."""
