"""Sites: where extensions belong, each with a main auto receptionist. Contract: contract/sites.yaml."""
