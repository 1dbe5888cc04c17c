"""Asks NVIDIA's driver and the CUDA libraries beside TensorFlow what they are, and prints their answers as JSON.

usage: gpu_report.py NVIDIA_FOLDER

A process of its own: a library that does not fit the driver may end the process that loads it. Libraries are looked for as TensorFlow's
are: LD_LIBRARY_PATH comes before the folder that was fetched. Function and error numbers: CUDA driver API, cuInit and CUresult.
"""

import ctypes
import json
import os
import re
import sys

# What TensorFlow loads before it registers a GPU, and the folder of each in the wheels.
LIBRARIES = {
    "libcudart.so.12": "cuda_runtime",
    "libcublas.so.12": "cublas",
    "libcublasLt.so.12": "cublas",
    "libcufft.so.11": "cufft",
    "libcusolver.so.11": "cusolver",
    "libcusparse.so.12": "cusparse",
    "libcudnn.so.9": "cudnn",
    "libnccl.so.2": "nccl",
}


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def loaded_from(name):
    """The file that this process has loaded under that name, its links followed."""
    found = re.search(r"(/\S*/" + re.escape(name.split(".so")[0]) + r"\.so[.0-9]*)", read("/proc/self/maps"))
    return os.path.realpath(found.group(1)) if found else None


def integer(function, *arguments):
    """What a function of C writes to its first argument, an int, or None when it returns an error."""
    value = ctypes.c_int()
    return value.value if function(ctypes.byref(value), *arguments) == 0 else None


def error_name(cuda, code):
    name = ctypes.c_char_p()
    known = cuda.cuGetErrorName(code, ctypes.byref(name)) == 0 and name.value
    return name.value.decode() if known else "unknown error"


def devices(cuda):
    found = []
    for number in range(integer(cuda.cuDeviceGetCount) or 0):
        handle = integer(cuda.cuDeviceGet, number)
        name = ctypes.create_string_buffer(256)
        cuda.cuDeviceGetName(name, len(name), handle)
        # CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR.
        major, minor = (integer(cuda.cuDeviceGetAttribute, attribute, handle) for attribute in (75, 76))
        found.append({"name": name.value.decode(), "capability": [major, minor]})
    return found


def driver():
    module = re.search(r"^NVRM version:.*?\s(\d+\.\d+(?:\.\d+)?)\s", read("/proc/driver/nvidia/version"), re.M)
    answer = {"module": module.group(1) if module else None}
    try:
        cuda = ctypes.CDLL("libcuda.so.1")
    except OSError as error:
        return {**answer, "error": str(error)}
    code = cuda.cuInit(0)
    answer["library"] = loaded_from("libcuda.so.1")
    answer["cuda"] = integer(cuda.cuDriverGetVersion)
    if code != 0:
        return {**answer, "init": {"code": code, "name": error_name(cuda, code)}}
    return {**answer, "devices": devices(cuda)}


def place(name, folder):
    """Where the loader finds a library: the first of LD_LIBRARY_PATH, else the fetched one."""
    searched = [path for path in os.environ.get("LD_LIBRARY_PATH", "").split(":") if path]
    paths = [os.path.join(path, name) for path in (*searched, folder)]
    return next((path for path in paths if os.path.exists(path)), paths[-1])


def library(name, folder):
    path = place(name, folder)
    try:
        loaded = ctypes.CDLL(path)
    except OSError as error:
        return {"name": name, "path": path, "error": str(error)}
    answer = {"name": name, "path": path}
    if name.startswith("libcudart."):
        answer["version"] = integer(loaded.cudaRuntimeGetVersion)
    if name.startswith("libcudnn."):
        loaded.cudnnGetVersion.restype = loaded.cudnnGetCudartVersion.restype = ctypes.c_size_t
        answer["version"] = loaded.cudnnGetVersion()
        answer["cuda"] = loaded.cudnnGetCudartVersion()
    return answer


def main(nvidia):
    # All GPUs are to be seen, whichever one was asked for, in the order of nvidia-smi.
    os.environ.pop("CUDA_VISIBLE_DEVICES", None)
    os.environ["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID"
    libraries = [library(name, os.path.join(nvidia, folder, "lib")) for name, folder in LIBRARIES.items()]
    print(json.dumps({"driver": driver(), "libraries": libraries}))


if __name__ == "__main__":
    main(sys.argv[1])
