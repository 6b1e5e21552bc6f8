"""Messages that callers left. Contract: contract/voicemails.yaml."""
