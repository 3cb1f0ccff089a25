"""wait.py FOLDER: waits until FOLDER/go.flag is there, for a minute at most."""

import os
import sys
import time

for _ in range(1200):
    if os.path.exists(os.path.join(sys.argv[1], "go.flag")):
        sys.exit(0)
    time.sleep(0.05)
sys.exit(1)
