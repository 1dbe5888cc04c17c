#include "depthwise-conv.h"
#include "kernel-ops.h"
#include "op-call.h"

namespace arcface {
namespace {

// The convolution of x [batch, height, width, channels], which is input `x` of a call, with a filter [3, 3, channels, 1].
bool TakeShape(OpCall& call, int x, int filter, int64_t stride, DepthwiseShape* result) {
  if (!call.ok()) return false;
  const std::vector<int64_t> image = call.shape(x), taps = call.shape(filter);
  if (image.size() != 4 || taps != std::vector<int64_t>{3, 3, image[3], 1}) {
    call.Fail("x must be [batch, height, width, channels] and filter [3, 3, channels, 1]");
  } else if (!DepthwiseTakes(image[3])) {
    call.Fail("the number of channels must be a multiple of the machine's vector length: " + std::to_string(image[3]));
  } else {
    *result = SameDepthwiseShape(image[0], image[1], image[2], image[3], stride);
  }
  return call.ok();
}

template <int64_t stride, typename T>
void ComputeForward(void*, TF_OpKernelContext* context) {
  OpCall call(context, 2);
  DepthwiseShape shape;
  if (!TakeShape(call, 0, 1, stride, &shape)) return;
  T* y = call.output<T>(0, {shape.batch, shape.out_height, shape.out_width, shape.channels});
  if (call.ok()) DepthwiseForward(shape, call.input<T>(0), call.input(1), y);
}

template <int64_t stride, typename T>
void ComputeBackward(void*, TF_OpKernelContext* context) {
  OpCall call(context, 3);
  DepthwiseShape shape;
  if (!TakeShape(call, 1, 2, stride, &shape)) return;
  if (call.shape(0) != std::vector<int64_t>{shape.batch, shape.out_height, shape.out_width, shape.channels})
    return call.Fail("dy has not the shape of the output");
  T* dx = call.output<T>(0, 1);
  float* d_filter = call.output(1, 2);
  if (call.ok()) DepthwiseBackward(shape, call.input<T>(0), call.input<T>(1), call.input(2), dx, d_filter);
}

// [batch, ⌈height / 2⌉, ⌈width / 2⌉, channels]
void InferHalved(TF_ShapeInferenceContext* context, TF_Status* status) {
  const auto part = [&](TF_ShapeHandle* whole, int64_t from, int64_t to, TF_ShapeHandle* result) {
    TF_ShapeInferenceContextSubshape(context, whole, from, to, result, status);
  };
  TF_ShapeHandle *x = TF_NewShapeHandle(), *result = TF_NewShapeHandle(), *end = TF_NewShapeHandle();
  TF_DimensionHandle* dim = TF_NewDimensionHandle();
  TF_ShapeInferenceContextGetInput(context, 0, x, status);
  if (TF_GetCode(status) == TF_OK) TF_ShapeInferenceContextWithRank(context, x, 4, x, status);
  if (TF_GetCode(status) == TF_OK) part(x, 0, 1, result);
  for (int axis = 1; TF_GetCode(status) == TF_OK && axis <= 2; axis++) {
    TF_ShapeInferenceContextDim(context, x, axis, dim);
    if (!TF_DimensionHandleValueKnown(dim)) {
      TF_ShapeInferenceContextSetUnknownShape(context, status);
      TF_DeleteShapeHandle(x), TF_DeleteShapeHandle(result), TF_DeleteShapeHandle(end), TF_DeleteDimensionHandle(dim);
      return;
    }
    TF_ShapeHandle* halved = TF_ShapeInferenceContextVectorFromSize(context, (TF_DimensionHandleValue(dim) + 1) / 2);
    TF_ShapeInferenceContextConcatenateShapes(context, result, halved, result, status);
    TF_DeleteShapeHandle(halved);
  }
  if (TF_GetCode(status) == TF_OK) part(x, 3, 4, end);
  if (TF_GetCode(status) == TF_OK) TF_ShapeInferenceContextConcatenateShapes(context, result, end, result, status);
  if (TF_GetCode(status) == TF_OK) TF_ShapeInferenceContextSetOutput(context, 0, result, status);
  TF_DeleteShapeHandle(x), TF_DeleteShapeHandle(result), TF_DeleteShapeHandle(end), TF_DeleteDimensionHandle(dim);
}

template <int64_t stride>
constexpr Kernels kForward = {ComputeForward<stride, float>, ComputeForward<stride, Bfloat16>};
template <int64_t stride>
constexpr Kernels kBackward = {ComputeBackward<stride, float>, ComputeBackward<stride, Bfloat16>};

}  // namespace

std::vector<Op> DepthwiseConvOps() {
  // The stride is in the name since a shape function of the C API cannot read attributes.
  return {
      {"ArcfaceDepthwiseConv", {"x: T", "filter"}, {"y: T"}, {}, InferShapes<0>, kForward<1>},
      {"ArcfaceDepthwiseConvHalving", {"x: T", "filter"}, {"y: T"}, {}, InferHalved, kForward<2>},
      {"ArcfaceDepthwiseConvGrad", {"dy: T", "x: T", "filter"}, {"dx: T", "d_filter"}, {}, InferShapes<1, 2>, kBackward<1>},
      {"ArcfaceDepthwiseConvHalvingGrad", {"dy: T", "x: T", "filter"}, {"dx: T", "d_filter"}, {}, InferShapes<1, 2>,
       kBackward<2>},
  };
}

}  // namespace arcface
