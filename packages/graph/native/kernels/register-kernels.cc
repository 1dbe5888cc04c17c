// Registers our ops with TensorFlow through its C API, and is the Node add-on whose loading does so:
//   ArcfaceBatchNorm       (x, scale, offset)        -> (y, mean, unbiased_variance, inverse_deviation)
//   ArcfaceBatchNormPrelu  (x, scale, offset, slope) -> the same
//   ArcfaceBatchNormGrad       (dy, x, scale, offset, mean, inverse_deviation)        -> (dx, d_scale, d_offset)
//   ArcfaceBatchNormPreluGrad  (dy, x, scale, offset, mean, inverse_deviation, slope) -> (dx, d_scale, d_offset, d_slope)
#include <node_api.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <string>
#include <vector>

#include "batch-norm.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"

namespace {

// The inputs of one call; frees what it took.
class Call {
 public:
  Call(TF_OpKernelContext* context, int inputs) : context_(context), status_(TF_NewStatus()), inputs_(inputs, nullptr) {
    for (int i = 0; ok() && i < inputs; i++) TF_GetInput(context, i, &inputs_[i], status_);
  }
  ~Call() {
    if (!ok()) TF_OpKernelContext_Failure(context_, status_);
    for (TF_Tensor* tensor : inputs_) if (tensor) TF_DeleteTensor(tensor);
    for (TF_Tensor* tensor : outputs_) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }
  bool ok() const { return TF_GetCode(status_) == TF_OK; }
  const float* input(int i) const { return static_cast<const float*>(TF_TensorData(inputs_[i])); }
  int64_t elements(int i) const { return TF_TensorElementCount(inputs_[i]); }
  // The length of the last axis of input i.
  int64_t channels(int i) const {
    const int rank = TF_NumDims(inputs_[i]);
    return rank == 0 ? 0 : TF_Dim(inputs_[i], rank - 1);
  }
  // An output of the shape of an input.
  float* output(int index, int like) {
    std::vector<int64_t> shape(TF_NumDims(inputs_[like]));
    for (size_t d = 0; d < shape.size(); d++) shape[d] = TF_Dim(inputs_[like], d);
    TF_Tensor* tensor = TF_AllocateOutput(context_, index, TF_FLOAT, shape.data(), shape.size(),
                                          elements(like) * sizeof(float), status_);
    if (!ok()) return nullptr;
    outputs_.push_back(tensor);
    return static_cast<float*>(TF_TensorData(tensor));
  }
  void Fail(const std::string& message) { TF_SetStatus(status_, TF_INVALID_ARGUMENT, message.c_str()); }
  // Inputs from `first` on have one value a channel of input x.
  bool CheckChannels(int x, int first) {
    if (ok() && channels(x) == 0) Fail("x has no channels");
    for (size_t i = first; ok() && i < inputs_.size(); i++)
      if (elements(i) != channels(x))
        Fail("input " + std::to_string(i) + " has " + std::to_string(elements(i)) + " values for " +
             std::to_string(channels(x)) + " channels");
    return ok();
  }

 private:
  TF_OpKernelContext* context_;
  TF_Status* status_;
  std::vector<TF_Tensor*> inputs_, outputs_;
};

struct Epsilon { float value; };

void* CreateForward(TF_OpKernelConstruction* construction) {
  TF_Status* status = TF_NewStatus();
  Epsilon* epsilon = new Epsilon{0.f};
  TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &epsilon->value, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return epsilon;
}
void DeleteForward(void* epsilon) { delete static_cast<Epsilon*>(epsilon); }

template <bool kPrelu>
void ComputeForward(void* kernel, TF_OpKernelContext* context) {
  Call call(context, kPrelu ? 4 : 3);
  if (!call.CheckChannels(0, 1)) return;
  float *y = call.output(0, 0), *mean = call.output(1, 1), *variance = call.output(2, 1), *inverse = call.output(3, 1);
  if (!call.ok() || call.elements(0) == 0) return;
  const arcface::Shape shape{call.elements(0) / call.channels(0), call.channels(0)};
  arcface::BatchNormForward(shape, call.input(0), call.input(1), call.input(2), kPrelu ? call.input(3) : nullptr,
                            static_cast<Epsilon*>(kernel)->value, y, mean, variance, inverse);
}

template <bool kPrelu>
void ComputeBackward(void*, TF_OpKernelContext* context) {
  Call call(context, kPrelu ? 7 : 6);
  if (!call.CheckChannels(1, 2)) return;
  if (call.elements(0) != call.elements(1)) return call.Fail("dy and x differ in size");
  float *dx = call.output(0, 1), *d_scale = call.output(1, 2), *d_offset = call.output(2, 2);
  float* d_slope = kPrelu && call.ok() ? call.output(3, 2) : nullptr;
  if (!call.ok() || call.elements(1) == 0) return;
  const arcface::Shape shape{call.elements(1) / call.channels(1), call.channels(1)};
  arcface::BatchNormBackward(shape, call.input(0), call.input(1), call.input(2), call.input(3),
                             kPrelu ? call.input(6) : nullptr, call.input(4), call.input(5), dx, d_scale, d_offset,
                             d_slope);
}

// Output i has the shape of input shapes[i].
template <int... shapes>
void InferShapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  int output = 0;
  for (int input : {shapes...}) {
    TF_ShapeHandle* handle = TF_NewShapeHandle();
    TF_ShapeInferenceContextGetInput(context, input, handle, status);
    if (TF_GetCode(status) == TF_OK) TF_ShapeInferenceContextSetOutput(context, output++, handle, status);
    TF_DeleteShapeHandle(handle);
    if (TF_GetCode(status) != TF_OK) return;
  }
}

struct Op {
  const char* name;
  std::vector<const char*> inputs, outputs;
  bool epsilon;
  void (*infer)(TF_ShapeInferenceContext*, TF_Status*);
  void (*compute)(void*, TF_OpKernelContext*);
};

std::string Register(const Op& op) {
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(op.name);
  for (const char* name : op.inputs) TF_OpDefinitionBuilderAddInput(definition, (std::string(name) + ": float").c_str());
  for (const char* name : op.outputs) TF_OpDefinitionBuilderAddOutput(definition, (std::string(name) + ": float").c_str());
  if (op.epsilon) TF_OpDefinitionBuilderAddAttr(definition, "epsilon: float = 1e-5");
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, op.infer);
  TF_Status* status = TF_NewStatus();
  TF_RegisterOpDefinition(definition, status);
  if (TF_GetCode(status) == TF_OK) {
    TF_KernelBuilder* kernel = TF_NewKernelBuilder(op.name, "CPU", op.epsilon ? CreateForward : nullptr, op.compute,
                                                   op.epsilon ? DeleteForward : nullptr);
    TF_RegisterKernelBuilder(op.name, kernel, status);
  }
  std::string error = TF_GetCode(status) == TF_OK ? "" : std::string(op.name) + ": " + TF_Message(status);
  TF_DeleteStatus(status);
  return error;
}

std::string RegisterAll() {
  const std::vector<const char*> results = {"y", "mean", "unbiased_variance", "inverse_deviation"};
  const Op ops[] = {
      {"ArcfaceBatchNorm", {"x", "scale", "offset"}, results, true, InferShapes<0, 1, 1, 1>, ComputeForward<false>},
      {"ArcfaceBatchNormPrelu", {"x", "scale", "offset", "slope"}, results, true, InferShapes<0, 1, 1, 1>,
       ComputeForward<true>},
      {"ArcfaceBatchNormGrad", {"dy", "x", "scale", "offset", "mean", "inverse_deviation"},
       {"dx", "d_scale", "d_offset"}, false, InferShapes<1, 2, 2>, ComputeBackward<false>},
      {"ArcfaceBatchNormPreluGrad", {"dy", "x", "scale", "offset", "mean", "inverse_deviation", "slope"},
       {"dx", "d_scale", "d_offset", "d_slope"}, false, InferShapes<1, 2, 2, 2>, ComputeBackward<true>},
  };
  for (const Op& op : ops) {
    const std::string error = Register(op);
    if (!error.empty()) return error;
  }
  return "";
}

// glibc gives arrays of this size back to the kernel at each free and takes them anew page by page, each step again:
// a tenth of a training step. Memory that was used once is kept instead.
void KeepFreedMemory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 2147483647);
  mallopt(M_TOP_PAD, 268435456);
#endif
}

napi_value Init(napi_env env, napi_value exports) {
  KeepFreedMemory();
  // A second load in the same process (a worker) finds the ops registered.
  static const std::string error = RegisterAll();
  if (!error.empty()) napi_throw_error(env, "ARCFACE_KERNELS", error.c_str());
  return exports;
}

}  // namespace

NAPI_MODULE(NODE_GYP_MODULE_NAME, Init)
