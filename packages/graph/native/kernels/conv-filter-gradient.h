// The gradient of a convolution's filter, on [batch, height, width, channels] arrays of T, float or Bfloat16. oneDNN's takes up to
// twice as long as the convolution itself; this one takes as long. Products of Bfloat16 are summed in float.
#pragma once
#include <cstdint>

#include "bfloat16.h"

namespace arcface {

struct ConvShape {
  int64_t batch, height, width, inputs;  // x
  int64_t filter_height, filter_width;
  int64_t out_height, out_width, outputs;  // y
  int64_t stride;
  int64_t pad_top, pad_left;  // rows and columns of zeros before the map
};

// d_filter[k, l, c, d] = Σ x[b, i·stride + k − pad, j·stride + l − pad, c]·dy[b, i, j, d]
template <typename T>
void ConvFilterGradient(const ConvShape& shape, const T* x, const T* dy, float* d_filter);

}  // namespace arcface
