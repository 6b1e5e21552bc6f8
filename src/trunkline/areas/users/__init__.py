"""Phone users: people of the directory with an extension. Contract: contract/users.yaml."""
