#include <vector>

#include "batch-norm.h"
#include "parallel-for.h"
#include "row-blocks.h"

namespace arcface {
namespace {

// Per channel: what a row's gradient needs to know. gain is scale·inverse_deviation. z is computed as (x − mean)·gain + offset
// and never as gain·x + bias, which cancels digits where the mean is large beside the deviation.
struct Channel {
  const float *gain, *offset, *slope, *mean, *inverse_deviation;
};

template <bool kPrelu, typename T>
void BlockGradientSums(const T* __restrict dy, const T* __restrict x, int64_t rows, int64_t channels, Channel channel,
                       float* __restrict d_offset, float* __restrict d_scale, float* __restrict d_slope) {
  const float *__restrict gain = channel.gain, *__restrict offset = channel.offset, *__restrict slope = channel.slope,
              *__restrict mean = channel.mean, *__restrict inverse = channel.inverse_deviation;
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t c = 0; c < channels; c++) {
      const float centred = Value(x[r * channels + c]) - mean[c];
      const float z = kPrelu ? centred * gain[c] + offset[c] : 0.f;
      const float g = Value(dy[r * channels + c]);
      const float dz = !kPrelu || z > 0.f ? g : slope[c] * g;
      d_offset[c] += dz;
      d_scale[c] += dz * (centred * inverse[c]);
      if (kPrelu) d_slope[c] += z > 0.f ? 0.f : g * z;
    }
  }
}

// dx may be dy or x: each value is read before it is replaced.
template <bool kPrelu, typename T>
void InputGradientBlock(const T* dy, const T* x, int64_t rows, int64_t channels, Channel channel,
                        const float* __restrict mean_dz, const float* __restrict mean_dz_x, T* dx) {
  const float *__restrict gain = channel.gain, *__restrict offset = channel.offset, *__restrict slope = channel.slope,
              *__restrict mean = channel.mean, *__restrict inverse = channel.inverse_deviation;
  for (int64_t r = 0; r < rows; r++) {
#pragma GCC ivdep
    for (int64_t c = 0; c < channels; c++) {
      const float centred = Value(x[r * channels + c]) - mean[c];
      const float z = kPrelu ? centred * gain[c] + offset[c] : 0.f;
      const float g = Value(dy[r * channels + c]);
      const float dz = !kPrelu || z > 0.f ? g : slope[c] * g;
      Set(dx[r * channels + c], gain[c] * (dz - mean_dz[c] - centred * inverse[c] * mean_dz_x[c]));
    }
  }
}

// Where y is not above 0 the ReLU lets nothing back. dz may be dy.
template <typename T>
void MaskBlock(const T* dy, const T* __restrict y, int64_t count, T* dz) {
#pragma GCC ivdep
  for (int64_t i = 0; i < count; i++) Set(dz[i], Value(y[i]) > 0.f ? Value(dy[i]) : 0.f);
}

template <typename T>
struct BackwardResults {
  T* dx;
  float *d_scale, *d_offset, *d_slope;
};

// prepare(from, count) comes before anything of dy is read, block by block.
template <bool kPrelu, typename T, typename Prepare>
void Backward(Shape shape, const T* dy, const T* x, const float* scale, Channel channel, BackwardResults<T> results,
              Prepare prepare) {
  const RowBlocks blocks(shape);
  const int64_t channels = shape.channels;
  std::vector<float> gain(channels);
  for (int64_t c = 0; c < channels; c++) gain[c] = scale[c] * channel.inverse_deviation[c];
  channel.gain = gain.data();
  std::vector<float> sums(static_cast<size_t>(blocks.count) * 3 * channels, 0.f);
  ParallelFor(blocks.count, [&](int b) {
    const int64_t from = blocks.begin(b) * channels, count = blocks.size(b);
    float* sum = &sums[static_cast<size_t>(b) * 3 * channels];
    prepare(from, count * channels);
    BlockGradientSums<kPrelu>(dy + from, x + from, count, channels, channel, sum, sum + channels, sum + 2 * channels);
  });
  std::vector<double> totals(3 * channels, 0.);
  for (int b = 0; b < blocks.count; b++)
    for (int64_t i = 0; i < 3 * channels; i++) totals[i] += sums[static_cast<size_t>(b) * 3 * channels + i];
  std::vector<float> mean_dz(channels), mean_dz_x(channels);
  for (int64_t c = 0; c < channels; c++) {
    results.d_offset[c] = static_cast<float>(totals[c]);
    results.d_scale[c] = static_cast<float>(totals[channels + c]);
    if (kPrelu) results.d_slope[c] = static_cast<float>(totals[2 * channels + c]);
    mean_dz[c] = static_cast<float>(totals[c] / shape.rows);
    mean_dz_x[c] = static_cast<float>(totals[channels + c] / shape.rows);
  }
  ParallelFor(blocks.count, [&](int b) {
    const int64_t from = blocks.begin(b) * channels, count = blocks.size(b);
    InputGradientBlock<kPrelu>(dy + from, x + from, count, channels, channel, mean_dz.data(), mean_dz_x.data(),
                               results.dx + from);
  });
}

}  // namespace

template <typename T>
void BatchNormBackward(Shape shape, const T* dy, const T* x, const float* scale, const float* offset, const float* slope,
                       const float* mean, const float* inverse_deviation, T* dx, float* d_scale, float* d_offset,
                       float* d_slope) {
  const Channel channel{nullptr, offset, slope, mean, inverse_deviation};
  const BackwardResults<T> results{dx, d_scale, d_offset, d_slope};
  const auto nothing = [](int64_t, int64_t) {};
  if (slope) Backward<true>(shape, dy, x, scale, channel, results, nothing);
  else Backward<false>(shape, dy, x, scale, channel, results, nothing);
}

template <typename T>
void BatchNormAddReluBackward(Shape shape, const T* dy, const T* x, const T* y, const float* scale, const float* mean,
                              const float* inverse_deviation, T* dx, float* d_scale, float* d_offset, T* d_addend) {
  const Channel channel{nullptr, nullptr, nullptr, mean, inverse_deviation};
  const BackwardResults<T> results{dx, d_scale, d_offset, nullptr};
  Backward<false, T>(shape, d_addend, x, scale, channel, results,
                     [&](int64_t from, int64_t count) { MaskBlock(dy + from, y + from, count, d_addend + from); });
}

template void BatchNormBackward(Shape, const float*, const float*, const float*, const float*, const float*, const float*,
                                const float*, float*, float*, float*, float*);
template void BatchNormBackward(Shape, const Bfloat16*, const Bfloat16*, const float*, const float*, const float*, const float*,
                                const float*, Bfloat16*, float*, float*, float*);
template void BatchNormAddReluBackward(Shape, const float*, const float*, const float*, const float*, const float*, const float*,
                                       float*, float*, float*, float*);
template void BatchNormAddReluBackward(Shape, const Bfloat16*, const Bfloat16*, const Bfloat16*, const float*, const float*,
                                       const float*, Bfloat16*, float*, float*, Bfloat16*);

}  // namespace arcface
