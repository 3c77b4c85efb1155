"""Ears: files and replay."""
