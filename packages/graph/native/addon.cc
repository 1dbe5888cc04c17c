// The Node add-on: loading it registers our kernels with TensorFlow; it exports the classes Graph and Session.
#include <napi.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "kernels/register-kernels.h"
#include "session/graph.h"
#include "session/session.h"

namespace {

// glibc gives arrays of this size back to the kernel at each free and takes them anew page by page, each step again:
// a tenth of a training step. Memory that was used once is kept instead.
void KeepFreedMemory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 2147483647);
  mallopt(M_TOP_PAD, 268435456);
#endif
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  KeepFreedMemory();
  // A second load in the same process (a worker) finds the ops registered.
  static const std::string error = arcface::RegisterKernels();
  if (!error.empty()) throw Napi::Error::New(env, error);
  exports.Set("Graph", arcface::Graph::Define(env));
  exports.Set("Session", arcface::Session::Define(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(arcface_addon, Init)
