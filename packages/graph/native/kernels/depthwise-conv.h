// Convolution of each channel by itself, 3×3, on [batch, height, width, channels] arrays of T, float or Bfloat16. TensorFlow's own
// gradients of it read and write the maps many times over; these do so once.
#pragma once
#include <cstdint>

#include "bfloat16.h"

namespace arcface {

struct DepthwiseShape {
  int64_t batch, height, width, channels;
  int64_t stride;
  int64_t out_height, out_width;
  int64_t pad_top, pad_left;  // rows and columns of zeros before the map
};

// The shape of a 3×3 convolution with TensorFlow's padding `SAME`: out = ⌈in / stride⌉, the odd zero at the far side.
DepthwiseShape SameDepthwiseShape(int64_t batch, int64_t height, int64_t width, int64_t channels, int64_t stride);

// Whether the kernels take this number of channels: they work on whole vectors of them.
bool DepthwiseTakes(int64_t channels);

// y[b, i, j, c] = Σ x[b, i·stride + k − pad, j·stride + l − pad, c]·filter[k, l, c]; filter is [3, 3, channels].
template <typename T>
void DepthwiseForward(const DepthwiseShape& shape, const T* x, const float* filter, T* y);

// The gradients of the same from that of y.
template <typename T>
void DepthwiseBackward(const DepthwiseShape& shape, const T* dy, const T* x, const float* filter, T* dx, float* d_filter);

}  // namespace arcface
