"""Render the sample clips: a clothed 3D person does an exercise in a room, and every joint is known.

Run ``python -m samples.render --help`` in the top folder of the project. Nothing of formcheck itself is used here, so
the truth of a clip cannot depend on the program that is measured with it.
"""
