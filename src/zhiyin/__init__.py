"""Zhiyin 知音: hears how each customer feels, warns before it goes wrong, says what to do now."""

__version__ = "0.1.0"
