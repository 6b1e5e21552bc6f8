"""Call queues: callers wait for one of several members. Contract: contract/call_queues.yaml."""
