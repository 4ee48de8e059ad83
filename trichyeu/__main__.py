"""`python -m trichyeu` is the command `trichyeu`."""

import sys

from pipeline.cli import main

sys.exit(main())
