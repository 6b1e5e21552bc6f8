"""One folder for each file of the contract: a handler for every operation that is served."""
