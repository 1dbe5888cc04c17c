#pragma once
#include <string>

namespace arcface {

// Makes our ops known to TensorFlow. Returns what went wrong, or nothing. To be called once in a process.
std::string RegisterKernels();

}  // namespace arcface
