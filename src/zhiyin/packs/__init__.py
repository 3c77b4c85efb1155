"""Custom: scenes as data: policies, scripts, word lists, lifelike conversations."""
