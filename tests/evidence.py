"""Exercises whose counting and rules are checked on sample clips and saved poses.

A new exercise can be added before it has clips: its own test file is enough. Once it has them it joins `RECORDED`, and
the tests ask for its clip, its saved poses, its mirror image and its row on the scoreboard.
"""

RECORDED = frozenset(
    {
        "bent-over-row",
        "glute-bridge",
        "gorilla-row",
        "hip-thrust",
        "kettlebell-swing",
        "romanian-deadlift",
        "single-leg-glute-bridge",
        "superman",
    }
)
