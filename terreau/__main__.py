import sys

from terreau.cli import main

sys.exit(main())
