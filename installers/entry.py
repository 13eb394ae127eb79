"""Where the frozen program begins: the same door as everywhere."""

import sys

from assistant.__main__ import main

sys.exit(main())
