"""Tests of the console. A package, so that what one of its fixtures opens is closed when its last test is done."""
