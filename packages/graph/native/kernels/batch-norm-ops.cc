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

template <bool kPrelu>
void ComputeForward(void* kernel, TF_OpKernelContext* context) {
  OpCall call(context, kPrelu ? 4 : 3);
  if (!call.CheckChannels(0, 1)) return;
  float *y = call.output(0, 0), *mean = call.output(1, 1), *variance = call.output(2, 1), *inverse = call.output(3, 1);
  if (!call.ok() || call.elements(0) == 0) return;
  const Shape shape{call.elements(0) / call.channels(0), call.channels(0)};
  BatchNormForward(shape, call.input(0), call.input(1), call.input(2), kPrelu ? call.input(3) : nullptr,
                   static_cast<Epsilon*>(kernel)->value, y, mean, variance, inverse);
}

template <bool kPrelu>
void ComputeBackward(void*, TF_OpKernelContext* context) {
  OpCall call(context, kPrelu ? 7 : 6, 0);
  if (!call.CheckChannels(1, 2)) return;
  float *dx = call.OutputInPlace(0, 1), *d_scale = call.output(1, 2), *d_offset = call.output(2, 2);
  float* d_slope = kPrelu ? call.output(3, 2) : nullptr;
  if (!call.ok() || call.elements(1) == 0) return;
  const Shape shape{call.elements(1) / call.channels(1), call.channels(1)};
  BatchNormBackward(shape, call.input(0), call.input(1), call.input(2), call.input(3), kPrelu ? call.input(6) : nullptr,
                    call.input(4), call.input(5), dx, d_scale, d_offset, d_slope);
}

template <bool kPrelu>
void ComputeScaleShift(void*, TF_OpKernelContext* context) {
  OpCall call(context, kPrelu ? 4 : 3, 0);
  float* y = call.OutputInPlace(0, 0);
  if (!call.ok() || !call.CheckChannels(0, 1) || call.elements(0) == 0) return;
  const Shape shape{call.elements(0) / call.channels(0), call.channels(0)};
  ScaleShift(shape, call.input(0), call.input(1), call.input(2), kPrelu ? call.input(3) : nullptr, y);
}

}  // namespace

std::vector<Op> BatchNormOps() {
  const std::vector<const char*> results = {"y", "mean", "unbiased_variance", "inverse_deviation"}, epsilon = {"epsilon: float = 1e-5"};
  return {
      {"ArcfaceBatchNorm", {"x", "scale", "offset"}, results, epsilon, InferShapes<0, 1, 1, 1>, ComputeForward<false>,
       CreateKernel<Epsilon, ReadEpsilon>, DestroyKernel<Epsilon>},
      {"ArcfaceBatchNormPrelu", {"x", "scale", "offset", "slope"}, results, epsilon, InferShapes<0, 1, 1, 1>,
       ComputeForward<true>, CreateKernel<Epsilon, ReadEpsilon>, DestroyKernel<Epsilon>},
      {"ArcfaceScaleShift", {"x", "gain", "shift"}, {"y"}, {}, InferShapes<0>, ComputeScaleShift<false>},
      {"ArcfaceScaleShiftPrelu", {"x", "gain", "shift", "slope"}, {"y"}, {}, InferShapes<0>, ComputeScaleShift<true>},
      {"ArcfaceBatchNormGrad", {"dy", "x", "scale", "offset", "mean", "inverse_deviation"},
       {"dx", "d_scale", "d_offset"}, {}, InferShapes<1, 2, 2>, ComputeBackward<false>},
      {"ArcfaceBatchNormPreluGrad", {"dy", "x", "scale", "offset", "mean", "inverse_deviation", "slope"},
       {"dx", "d_scale", "d_offset", "d_slope"}, {}, InferShapes<1, 2, 2, 2>, ComputeBackward<true>},
  };
}

}  // namespace arcface
