"""Call handling: what becomes of an extension's calls, by hours. Contract: contract/call_handling.yaml."""
