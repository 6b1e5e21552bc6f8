"""What became of calls. Contract: contract/call_logs.yaml."""
