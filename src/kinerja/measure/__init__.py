"""Statistics on plain arrays: did it move, by how much, how sure. Nothing of ours, no database, no clock.

Import the module you need; this file imports nothing, so that numpy loads only where figures are drawn.
"""
