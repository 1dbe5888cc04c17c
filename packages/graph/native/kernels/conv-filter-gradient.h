// The gradient of a convolution's filter, on [batch, height, width, channels] arrays. On a processor without AVX-512 oneDNN's takes
// twice as long as the convolution itself; this one takes as long.
#pragma once
#include <cstdint>

namespace arcface {

struct ConvShape {
  int64_t batch, height, width, inputs;  // x
  int64_t filter_height, filter_width;
  int64_t out_height, out_width, outputs;  // y
  int64_t stride;
  int64_t pad_top, pad_left;  // rows and columns of zeros before the map
};

// d_filter[k, l, c, d] = Σ x[b, i·stride + k − pad, j·stride + l − pad, c]·dy[b, i, j, d]
void ConvFilterGradient(const ConvShape& shape, const float* x, const float* dy, float* d_filter);

}  // namespace arcface
