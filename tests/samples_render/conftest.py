"""Makes the generator of the sample clips importable: it is not part of the package."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "samples"))
