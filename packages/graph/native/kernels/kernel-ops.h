// The ops that our kernels compute, by file.
#pragma once
#include "register-op.h"

namespace arcface {

// ArcfaceBatchNorm       (x, scale, offset)        -> (y, mean, unbiased_variance, inverse_deviation)
// ArcfaceBatchNormPrelu  (x, scale, offset, slope) -> the same
// ArcfaceBatchNormAdd, ArcfaceBatchNormAddRelu (x, scale, offset, addend) -> the same
// ArcfaceBatchNormGrad       (dy, x, scale, offset, mean, inverse_deviation)        -> (dx, d_scale, d_offset)
// ArcfaceBatchNormPreluGrad  (dy, x, scale, offset, mean, inverse_deviation, slope) -> (dx, d_scale, d_offset, d_slope)
// ArcfaceBatchNormAddReluGrad (dy, x, y, scale, mean, inverse_deviation) -> (dx, d_scale, d_offset, d_addend)
// ArcfaceScaleShift      (x, gain, shift)        -> y
// ArcfaceScaleShiftPrelu (x, gain, shift, slope) -> y
// ArcfaceScaleShiftAdd, ArcfaceScaleShiftAddRelu (x, gain, shift, addend) -> y
std::vector<Op> BatchNormOps();

// ArcfaceDepthwiseConv      (x, filter)     -> y, stride 1
// ArcfaceDepthwiseConvGrad  (dy, x, filter) -> (dx, d_filter)
// ArcfaceDepthwiseConvHalving, ArcfaceDepthwiseConvHalvingGrad: the same with stride 2
std::vector<Op> DepthwiseConvOps();

// ArcfaceConvFilterGrad  (dy, x, filter) -> d_filter; attributes stride, pad_top, pad_left. Of filter the shape alone is used.
std::vector<Op> ConvFilterGradientOps();

// ArcfaceSgdStep  (weight, velocity, gradient, learning_rate, gradient_scale) -> (new_weight, new_velocity); attributes momentum,
// weight_decay, nesterov
std::vector<Op> SgdOps();

}  // namespace arcface
