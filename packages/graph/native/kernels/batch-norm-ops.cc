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

template <After after>
void ComputeForward(void* kernel, TF_OpKernelContext* context) {
  constexpr bool kAdds = after == After::kAdd || after == After::kAddRelu;
  constexpr int kInputs = after == After::kNothing ? 3 : 4;
  OpCall call(context, kInputs, kAdds ? std::vector<int>{3} : std::vector<int>{});
  // An addend has the shape of x, and y may take over its memory.
  if (!call.CheckChannels(0, 1, kAdds ? 3 : kInputs)) return;
  float* y = kAdds ? call.OutputInPlace(0, 0, {3}) : call.output(0, 0);
  float *mean = call.output(1, 1), *variance = call.output(2, 1), *inverse = call.output(3, 1);
  if (!call.ok() || call.elements(0) == 0) return;
  const Shape shape{call.elements(0) / call.channels(0), call.channels(0)};
  BatchNormForward(shape, after, call.input(0), call.input(1), call.input(2), kInputs == 4 ? call.input(3) : nullptr,
                   static_cast<Epsilon*>(kernel)->value, y, mean, variance, inverse);
}

template <bool kPrelu>
void ComputeBackward(void*, TF_OpKernelContext* context) {
  constexpr int kInputs = kPrelu ? 7 : 6;
  OpCall call(context, kInputs, {0, 1});
  float* dx = call.OutputInPlace(0, 1, {0, 1});
  if (!call.CheckChannels(1, 2, kInputs)) return;
  float *d_scale = call.output(1, 2), *d_offset = call.output(2, 2);
  float* d_slope = kPrelu ? call.output(3, 2) : nullptr;
  if (!call.ok() || call.elements(1) == 0) return;
  const Shape shape{call.elements(1) / call.channels(1), call.channels(1)};
  BatchNormBackward(shape, call.input(0), call.input(1), call.input(2), call.input(3), kPrelu ? call.input(6) : nullptr,
                    call.input(4), call.input(5), dx, d_scale, d_offset, d_slope);
}

void ComputeBackwardAddRelu(void*, TF_OpKernelContext* context) {
  OpCall call(context, 6, {0, 1});
  float *d_addend = call.OutputInPlace(3, 2, {0}), *dx = call.OutputInPlace(0, 2, {1});
  if (!call.CheckChannels(1, 3, 6)) return;
  float *d_scale = call.output(1, 3), *d_offset = call.output(2, 3);
  if (!call.ok() || call.elements(1) == 0) return;
  const Shape shape{call.elements(1) / call.channels(1), call.channels(1)};
  BatchNormAddReluBackward(shape, call.input(0), call.input(1), call.input(2), call.input(3), call.input(4), call.input(5), dx,
                           d_scale, d_offset, d_addend);
}

template <After after>
void ComputeScaleShift(void*, TF_OpKernelContext* context) {
  constexpr bool kAdds = after == After::kAdd || after == After::kAddRelu;
  constexpr int kInputs = after == After::kNothing ? 3 : 4;
  const std::vector<int> taken = kAdds ? std::vector<int>{0, 3} : std::vector<int>{0};
  OpCall call(context, kInputs, taken);
  float* y = call.OutputInPlace(0, 0, taken);
  if (!call.ok() || !call.CheckChannels(0, 1, kAdds ? 3 : kInputs) || call.elements(0) == 0) return;
  const Shape shape{call.elements(0) / call.channels(0), call.channels(0)};
  ScaleShift(shape, after, call.input(0), call.input(1), call.input(2), kInputs == 4 ? call.input(3) : nullptr, y);
}

}  // namespace

std::vector<Op> BatchNormOps() {
  const std::vector<const char*> results = {"y", "mean", "unbiased_variance", "inverse_deviation"}, epsilon = {"epsilon: float = 1e-5"};
  return {
      {"ArcfaceBatchNorm", {"x", "scale", "offset"}, results, epsilon, InferShapes<0, 1, 1, 1>, ComputeForward<After::kNothing>,
       CreateKernel<Epsilon, ReadEpsilon>, DestroyKernel<Epsilon>},
      {"ArcfaceBatchNormPrelu", {"x", "scale", "offset", "slope"}, results, epsilon, InferShapes<0, 1, 1, 1>,
       ComputeForward<After::kPrelu>, CreateKernel<Epsilon, ReadEpsilon>, DestroyKernel<Epsilon>},
      {"ArcfaceBatchNormAdd", {"x", "scale", "offset", "addend"}, results, epsilon, InferShapes<0, 1, 1, 1>,
       ComputeForward<After::kAdd>, CreateKernel<Epsilon, ReadEpsilon>, DestroyKernel<Epsilon>},
      {"ArcfaceBatchNormAddRelu", {"x", "scale", "offset", "addend"}, results, epsilon, InferShapes<0, 1, 1, 1>,
       ComputeForward<After::kAddRelu>, CreateKernel<Epsilon, ReadEpsilon>, DestroyKernel<Epsilon>},
      {"ArcfaceScaleShift", {"x", "gain", "shift"}, {"y"}, {}, InferShapes<0>, ComputeScaleShift<After::kNothing>},
      {"ArcfaceScaleShiftPrelu", {"x", "gain", "shift", "slope"}, {"y"}, {}, InferShapes<0>, ComputeScaleShift<After::kPrelu>},
      {"ArcfaceScaleShiftAdd", {"x", "gain", "shift", "addend"}, {"y"}, {}, InferShapes<0>, ComputeScaleShift<After::kAdd>},
      {"ArcfaceScaleShiftAddRelu", {"x", "gain", "shift", "addend"}, {"y"}, {}, InferShapes<0>,
       ComputeScaleShift<After::kAddRelu>},
      {"ArcfaceBatchNormGrad", {"dy", "x", "scale", "offset", "mean", "inverse_deviation"},
       {"dx", "d_scale", "d_offset"}, {}, InferShapes<1, 2, 2>, ComputeBackward<false>},
      {"ArcfaceBatchNormPreluGrad", {"dy", "x", "scale", "offset", "mean", "inverse_deviation", "slope"},
       {"dx", "d_scale", "d_offset", "d_slope"}, {}, InferShapes<1, 2, 2, 2>, ComputeBackward<true>},
      {"ArcfaceBatchNormAddReluGrad", {"dy", "x", "y", "scale", "mean", "inverse_deviation"},
       {"dx", "d_scale", "d_offset", "d_addend"}, {}, InferShapes<1, 3, 3, 2>, ComputeBackwardAddRelu},
  };
}

}  // namespace arcface
