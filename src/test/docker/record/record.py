"""Writes the arguments and the SLUICE_ variables, as hexadecimal bytes, to given.json in the output folder."""

import json
import os
import sys

output = os.environ["SLUICE_OUTPUT_PATH"]
given = {
    "arguments": [os.fsencode(argument).hex() for argument in sys.argv[1:]],
    "variables": {
        name.decode(): value.hex() for name, value in os.environb.items() if name.startswith(b"SLUICE_")
    },
}
os.makedirs(output, exist_ok=True)
with open(os.path.join(output, "given.json"), "w", encoding="utf-8") as target:
    json.dump(given, target)
