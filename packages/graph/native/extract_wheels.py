"""Extracts from wheels what linking and running need: shared libraries, the C API's headers, and what compiles kernels for a GPU.

usage: extract_wheels.py TARGET WHEEL [WHEEL ...]

Every extracted file is checked against the SHA-256 that the wheel's own RECORD lists for it.
"""

import base64
import csv
import hashlib
import io
import os
import re
import sys
import zipfile

WANTED = re.compile(
    r"tensorflow/libtensorflow_(cc|framework)\.(so\.2|2\.dylib)$"
    r"|tensorflow/include/(tensorflow/c|tensorflow/core/platform|tensorflow/core/common_runtime/next_pluggable_device/c|tsl/platform|xla/tsl/c)/.*\.h$"
    r"|nvidia/[^/]+/lib/[^/]+\.so(\.[0-9.]+)?$"
    # TensorFlow looks for them in ../nvidia/cuda_nvcc.
    r"|nvidia/cuda_nvcc/(bin/ptxas|nvvm/libdevice/libdevice\.10\.bc)$"
)
CHUNK = 1 << 22


def recorded_hashes(wheel):
    record = next(name for name in wheel.namelist() if name.endswith(".dist-info/RECORD"))
    rows = csv.reader(io.TextIOWrapper(wheel.open(record), "utf-8"))
    return {row[0]: row[1] for row in rows if row[1].startswith("sha256=")}


def extract(wheel, name, target, expected):
    path = os.path.join(target, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    digest = hashlib.sha256()
    with wheel.open(name) as source, open(path, "wb") as output:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            output.write(chunk)
    if "/bin/" in name:
        os.chmod(path, 0o755)
    found = "sha256=" + base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
    if found != expected:
        sys.exit(f"{name} in {wheel.filename} has {found}, but its RECORD says {expected}")


def main(target, wheels):
    for path in wheels:
        with zipfile.ZipFile(path) as wheel:
            hashes = recorded_hashes(wheel)
            for name in wheel.namelist():
                if WANTED.match(name):
                    extract(wheel, name, target, hashes.get(name))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
