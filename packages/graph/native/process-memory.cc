#include "process-memory.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "tensorflow/c/tf_tensor.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace arcface {

// glibc gives arrays of this size back to the kernel at each free and takes them anew page by page, each step again:
// a tenth of a training step.
void KeepFreedMemory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 2147483647);
  mallopt(M_TOP_PAD, 268435456);
#endif
}

void TrimMemory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

// TensorFlow's allocator takes memory in regions, each twice as large as the one before, and a tensor must fit into what is free
// of one. What is not used of a region costs its share of a table alone, 1/32.
void ReserveTensorMemory() {
  static bool reserved = false;
  if (std::exchange(reserved, true)) return;
  const int64_t physical = int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE);
  const int64_t bytes = std::min(int64_t{4} << 30, physical / 4);
  TF_Tensor* whole = TF_AllocateTensor(TF_UINT8, &bytes, 1, static_cast<size_t>(bytes));
  if (whole) TF_DeleteTensor(whole);
}

}  // namespace arcface
