"""Recordings of calls. Contract: contract/recordings.yaml."""
