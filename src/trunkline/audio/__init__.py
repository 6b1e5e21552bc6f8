"""Sound as numbers: arrays of samples between -1 and 1, at a rate. What goes over the telephone, files, and speech."""
