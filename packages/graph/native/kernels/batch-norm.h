// Batch normalization in training, fused with what may follow it. Plain loops over [rows, channels] arrays of T, float or Bfloat16;
// all arithmetic is that of float.
#pragma once
#include <cstdint>

#include "bfloat16.h"

namespace arcface {

struct Shape {
  int64_t rows;  // batch × height × width
  int64_t channels;
};

// What is made of the normalized z, and of what else:
enum class After {
  kNothing,  // y = z
  kPrelu,    // y = max(z, 0) + slope·min(z, 0), slope [channels] (He et al. 2015, arXiv:1502.01852)
  kAdd,      // y = z + addend, addend [rows, channels]: the end of a residual block (He et al. 2015, arXiv:1512.03385)
  kAddRelu,  // y = max(z + addend, 0)
};

// What is to follow works with.
template <typename T>
struct More {
  const float* slope = nullptr;  // [channels]
  const T* addend = nullptr;     // [rows, channels]

  // The same for rows that begin at that value of the whole array.
  More From(int64_t value) const { return {slope, addend ? addend + value : nullptr}; }
};

// z = scale·(x − mean)/√(variance + ε) + offset, with the batch's own moments (Ioffe & Szegedy 2015, arXiv:1502.03167,
// algorithm 1). Writes y [rows, channels] and, per channel, mean, the unbiased variance (÷ rows − 1) and 1/√(variance + ε). y may
// be the addend.
template <typename T>
void BatchNormForward(Shape shape, After after, const T* x, const float* scale, const float* offset, More<T> more, float epsilon,
                      T* y, float* mean, float* unbiased_variance, float* inverse_deviation);

// The gradients of the same (section 3 of the paper), from the gradient dy of y. z is computed again rather than kept. dx may be dy or x.
// At z = 0 the gradient takes the slope's side, as PyTorch does. d_slope is not written when slope is null. After an addition alone
// the gradient is that of z, and dy is the addend's.
template <typename T>
void BatchNormBackward(Shape shape, const T* dy, const T* x, const float* scale, const float* offset, const float* slope,
                       const float* mean, const float* inverse_deviation, T* dx, float* d_scale, float* d_offset,
                       float* d_slope);

// The gradients after an addition and a ReLU, from y. d_addend, the gradient of z too, may be dy, and dx may be x.
template <typename T>
void BatchNormAddReluBackward(Shape shape, const T* dy, const T* x, const T* y, const float* scale, const float* mean,
                              const float* inverse_deviation, T* dx, float* d_scale, float* d_offset, T* d_addend);

// The same with z = gain·x + shift: what normalizing with given moments comes to after training. y may be x or the addend.
template <typename T>
void ScaleShift(Shape shape, After after, const T* x, const float* gain, const float* shift, More<T> more, T* y);

}  // namespace arcface
