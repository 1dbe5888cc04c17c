// The Node add-on: loading it registers our kernels with TensorFlow; it exports the classes Graph and Session, and settleMemory.
#include <napi.h>

#include "kernels/register-kernels.h"
#include "process-memory.h"
#include "session/graph.h"
#include "session/session.h"

namespace {

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  // A second load in the same process (a worker) finds it done.
  static const std::string error = [] {
    arcface::KeepFreedMemory();
    return arcface::RegisterKernels();
  }();
  if (!error.empty()) throw Napi::Error::New(env, error);
  exports.Set("Graph", arcface::Graph::Define(env));
  exports.Set("Session", arcface::Session::Define(env));
  exports.Set("settleMemory", Napi::Function::New(env, [](const Napi::CallbackInfo&) {
                arcface::TrimMemory();
                arcface::ReserveTensorMemory();
              }));
  return exports;
}

}  // namespace

NODE_API_MODULE(arcface_addon, Init)
