"""Pure functions from poses to signals: numpy and scipy only."""
