"""``python -m formcheck`` is ``formcheck``."""

from formcheck.apps.cli import main

main()
