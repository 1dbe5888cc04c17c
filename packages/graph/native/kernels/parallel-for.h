// A pool of threads for kernels: the C API gives a kernel no access to TensorFlow's own.
#pragma once
#include <functional>

namespace arcface {

// Calls body(i) for every i in [0, count), each once, on all cores; returns when all are done. What a call computes must
// not depend on which thread makes it: then results are the same for any number of threads. A call that finds the pool at
// work for another one runs its loop alone.
void ParallelFor(int count, const std::function<void(int)>& body);

}  // namespace arcface
