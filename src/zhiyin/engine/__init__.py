"""Heart: one ordered lane per conversation: feed, advance, save, publish, act."""
