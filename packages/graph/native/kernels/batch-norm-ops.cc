#include "batch-norm.h"
#include "kernel-ops.h"
#include "op-call.h"

namespace arcface {
namespace {

struct Epsilon {
  float value;
};

void ReadEpsilon(TF_OpKernelConstruction* construction, Epsilon* epsilon, TF_Status* status) {
  TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &epsilon->value, status);
}

constexpr bool Adds(After after) { return after == After::kAdd || after == After::kAddRelu; }
constexpr int Inputs(After after) { return after == After::kNothing ? 3 : 4; }

// What input 3 is, where there is one.
template <After after, typename T>
More<T> TakeMore(const OpCall& call) {
  More<T> more;
  if constexpr (after == After::kPrelu) more.slope = call.input(3);
  if constexpr (Adds(after)) more.addend = call.input<T>(3);
  return more;
}

Shape ShapeOf(const OpCall& call, int x) { return {call.elements(x) / call.channels(x), call.channels(x)}; }

template <After after, typename T>
void ComputeForward(void* kernel, TF_OpKernelContext* context) {
  OpCall call(context, Inputs(after), Adds(after) ? std::vector<int>{3} : std::vector<int>{});
  // An addend has the shape of x, and y may take over its memory.
  if (!call.CheckChannels(0, 1, Adds(after) ? 3 : Inputs(after))) return;
  T* y = Adds(after) ? call.OutputInPlace<T>(0, 0, {3}) : call.output<T>(0, 0);
  float *mean = call.output(1, 1), *variance = call.output(2, 1), *inverse = call.output(3, 1);
  if (!call.ok() || call.elements(0) == 0) return;
  BatchNormForward(ShapeOf(call, 0), after, call.input<T>(0), call.input(1), call.input(2), TakeMore<after, T>(call),
                   static_cast<Epsilon*>(kernel)->value, y, mean, variance, inverse);
}

template <bool kPrelu, typename T>
void ComputeBackward(void*, TF_OpKernelContext* context) {
  constexpr int kInputs = kPrelu ? 7 : 6;
  OpCall call(context, kInputs, {0, 1});
  T* dx = call.OutputInPlace<T>(0, 1, {0, 1});
  if (!call.CheckChannels(1, 2, kInputs)) return;
  float *d_scale = call.output(1, 2), *d_offset = call.output(2, 2);
  float* d_slope = kPrelu ? call.output(3, 2) : nullptr;
  if (!call.ok() || call.elements(1) == 0) return;
  BatchNormBackward(ShapeOf(call, 1), call.input<T>(0), call.input<T>(1), call.input(2), call.input(3),
                    kPrelu ? call.input(6) : nullptr, call.input(4), call.input(5), dx, d_scale, d_offset, d_slope);
}

template <typename T>
void ComputeBackwardAddRelu(void*, TF_OpKernelContext* context) {
  OpCall call(context, 6, {0, 1});
  T *d_addend = call.OutputInPlace<T>(3, 2, {0}), *dx = call.OutputInPlace<T>(0, 2, {1});
  if (!call.CheckChannels(1, 3, 6)) return;
  float *d_scale = call.output(1, 3), *d_offset = call.output(2, 3);
  if (!call.ok() || call.elements(1) == 0) return;
  BatchNormAddReluBackward(ShapeOf(call, 1), call.input<T>(0), call.input<T>(1), call.input<T>(2), call.input(3), call.input(4),
                           call.input(5), dx, d_scale, d_offset, d_addend);
}

template <After after, typename T>
void ComputeScaleShift(void*, TF_OpKernelContext* context) {
  const std::vector<int> taken = Adds(after) ? std::vector<int>{0, 3} : std::vector<int>{0};
  OpCall call(context, Inputs(after), taken);
  T* y = call.OutputInPlace<T>(0, 0, taken);
  if (!call.ok() || !call.CheckChannels(0, 1, Adds(after) ? 3 : Inputs(after)) || call.elements(0) == 0) return;
  ScaleShift(ShapeOf(call, 0), after, call.input<T>(0), call.input(1), call.input(2), TakeMore<after, T>(call), y);
}

template <After after>
constexpr Kernels kForward = {ComputeForward<after, float>, ComputeForward<after, Bfloat16>};
template <bool kPrelu>
constexpr Kernels kBackward = {ComputeBackward<kPrelu, float>, ComputeBackward<kPrelu, Bfloat16>};
constexpr Kernels kBackwardAddRelu = {ComputeBackwardAddRelu<float>, ComputeBackwardAddRelu<Bfloat16>};
template <After after>
constexpr Kernels kScaleShift = {ComputeScaleShift<after, float>, ComputeScaleShift<after, Bfloat16>};

}  // namespace

std::vector<Op> BatchNormOps() {
  const std::vector<const char*> results = {"y: T", "mean", "unbiased_variance", "inverse_deviation"}, epsilon = {"epsilon: float = 1e-5"};
  return {
      {"ArcfaceBatchNorm", {"x: T", "scale", "offset"}, results, epsilon, InferShapes<0, 1, 1, 1>, kForward<After::kNothing>,
       CreateKernel<Epsilon, ReadEpsilon>, DestroyKernel<Epsilon>},
      {"ArcfaceBatchNormPrelu", {"x: T", "scale", "offset", "slope"}, results, epsilon, InferShapes<0, 1, 1, 1>,
       kForward<After::kPrelu>, CreateKernel<Epsilon, ReadEpsilon>, DestroyKernel<Epsilon>},
      {"ArcfaceBatchNormAdd", {"x: T", "scale", "offset", "addend: T"}, results, epsilon, InferShapes<0, 1, 1, 1>,
       kForward<After::kAdd>, CreateKernel<Epsilon, ReadEpsilon>, DestroyKernel<Epsilon>},
      {"ArcfaceBatchNormAddRelu", {"x: T", "scale", "offset", "addend: T"}, results, epsilon, InferShapes<0, 1, 1, 1>,
       kForward<After::kAddRelu>, CreateKernel<Epsilon, ReadEpsilon>, DestroyKernel<Epsilon>},
      {"ArcfaceScaleShift", {"x: T", "gain", "shift"}, {"y: T"}, {}, InferShapes<0>, kScaleShift<After::kNothing>},
      {"ArcfaceScaleShiftPrelu", {"x: T", "gain", "shift", "slope"}, {"y: T"}, {}, InferShapes<0>, kScaleShift<After::kPrelu>},
      {"ArcfaceScaleShiftAdd", {"x: T", "gain", "shift", "addend: T"}, {"y: T"}, {}, InferShapes<0>, kScaleShift<After::kAdd>},
      {"ArcfaceScaleShiftAddRelu", {"x: T", "gain", "shift", "addend: T"}, {"y: T"}, {}, InferShapes<0>,
       kScaleShift<After::kAddRelu>},
      {"ArcfaceBatchNormGrad", {"dy: T", "x: T", "scale", "offset", "mean", "inverse_deviation"},
       {"dx: T", "d_scale", "d_offset"}, {}, InferShapes<1, 2, 2>, kBackward<false>},
      {"ArcfaceBatchNormPreluGrad", {"dy: T", "x: T", "scale", "offset", "mean", "inverse_deviation", "slope"},
       {"dx: T", "d_scale", "d_offset", "d_slope"}, {}, InferShapes<1, 2, 2, 2>, kBackward<true>},
      {"ArcfaceBatchNormAddReluGrad", {"dy: T", "x: T", "y: T", "scale", "mean", "inverse_deviation"},
       {"dx: T", "d_scale", "d_offset", "d_addend: T"}, {}, InferShapes<1, 3, 3, 2>, kBackwardAddRelu},
  };
}

}  // namespace arcface
