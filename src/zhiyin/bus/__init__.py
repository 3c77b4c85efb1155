"""Voice: work by key and fan-out behind the Bus seam."""
