"""Rules, repetitions, verdicts and cues: no file, clock, picture or print."""
