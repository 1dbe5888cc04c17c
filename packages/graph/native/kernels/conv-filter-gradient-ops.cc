#include "conv-filter-gradient.h"

#include <algorithm>

#include "kernel-ops.h"
#include "op-call.h"

namespace arcface {
namespace {

struct Placement {
  int64_t stride = 1, pad_top = 0, pad_left = 0;
};

void ReadPlacement(TF_OpKernelConstruction* construction, Placement* placement, TF_Status* status) {
  TF_OpKernelConstruction_GetAttrInt64(construction, "stride", &placement->stride, status);
  if (TF_GetCode(status) == TF_OK)
    TF_OpKernelConstruction_GetAttrInt64(construction, "pad_top", &placement->pad_top, status);
  if (TF_GetCode(status) == TF_OK)
    TF_OpKernelConstruction_GetAttrInt64(construction, "pad_left", &placement->pad_left, status);
}

template <typename T>
void Compute(void* kernel, TF_OpKernelContext* context) {
  const Placement& placement = *static_cast<Placement*>(kernel);
  OpCall call(context, 3);
  if (!call.ok()) return;
  const std::vector<int64_t> dy = call.shape(0), x = call.shape(1), filter = call.shape(2);
  if (dy.size() != 4 || x.size() != 4 || filter.size() != 4 || x[0] != dy[0] || x[3] != filter[2] || dy[3] != filter[3])
    return call.Fail("dy must be [batch, h, w, outputs], x [batch, h, w, inputs] and filter [h, w, inputs, outputs]");
  if (placement.stride < 1 || placement.pad_top < 0 || placement.pad_left < 0)
    return call.Fail("the stride must be 1 or more, and the padding not negative");
  float* d_filter = call.output(0, 2);
  if (!call.ok() || call.elements(2) == 0) return;
  if (call.elements(0) == 0) {
    std::fill(d_filter, d_filter + call.elements(2), 0.f);
    return;
  }
  const ConvShape shape{x[0], x[1], x[2], x[3], filter[0], filter[1], dy[1], dy[2], dy[3],
                        placement.stride, placement.pad_top, placement.pad_left};
  ConvFilterGradient(shape, call.input<T>(1), call.input<T>(0), d_filter);
}

}  // namespace

std::vector<Op> ConvFilterGradientOps() {
  return {{"ArcfaceConvFilterGrad", {"dy: T", "x: T", "filter"}, {"d_filter"},
           {"stride: int = 1", "pad_top: int = 0", "pad_left: int = 0"}, InferShapes<2>,
           {Compute<float>, Compute<Bfloat16>}, CreateKernel<Placement, ReadPlacement>,
           DestroyKernel<Placement>}};
}

}  // namespace arcface
