"""How fast the production server answers at 1,000 to 1,000,000 entries: `make bench`."""
