"""Draws the sample clips: a clothed 3D person does an exercise in a room, and every joint is known.

``python -m samples.render --help`` from the top folder of the project. Nothing of formcheck itself is used here, so
that the truth of a clip cannot depend on what is measured with it.
"""
