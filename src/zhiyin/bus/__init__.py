"""Voice: work by key and news for live views. In one process here; a message system for many workers fits the seam."""

from zhiyin.bus.inprocess import InProcessBus

__all__ = ["InProcessBus"]
