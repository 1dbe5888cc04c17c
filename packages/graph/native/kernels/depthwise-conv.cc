#include "depthwise-conv.h"

#include <algorithm>
#include <vector>

#include "parallel-for.h"
#include "vector.h"

namespace arcface {
namespace {

constexpr int kSide = 3;
constexpr int kTaps = kSide * kSide;

// Neighbouring outputs of a row that are worked on together: each tap is loaded once for all of them.
constexpr int kTogether = 4;

// The three input lines that an output line sees. One that lies outside of the map is a line of zeros.
template <typename T>
struct Lines {
  const T* line[kSide];
};

// A range of taps along a line, for outputs at the borders: the others fall outside.
struct Taps {
  int from = 0, to = kSide;
};

// Outputs that see three columns of the map, from the first to one past the last.
struct Inside {
  Inside(int64_t width, int64_t out_width, int64_t stride, int64_t pad)
      : from(std::min(out_width, (pad + stride - 1) / stride)),
        to(std::max(from, std::min(out_width, (width - kSide + pad) / stride + 1))) {}
  int64_t from, to;
};

// y[j, c] = Σ line[k][column + j·stride + l, c]·filter[k, l, c] for `count` outputs j.
template <int count, typename T>
inline void ForwardPixels(const Lines<T>& x, int64_t column, int64_t stride, int64_t channels, const float* filter, T* y,
                          Taps taps) {
  for (int64_t c = 0; c < channels; c += kLanes) {
    Vector sums[count] = {};
    for (int k = 0; k < kSide; k++) {
      for (int l = taps.from; l < taps.to; l++) {
        const Vector tap = Load(filter + (k * kSide + l) * channels + c);
        const T* from = x.line[k] + (column + l) * channels + c;
        for (int j = 0; j < count; j++) sums[j] += tap * Load(from + j * stride * channels);
      }
    }
    for (int j = 0; j < count; j++) Store(y + j * channels + c, sums[j]);
  }
}

// d_filter[k, l, c] += Σ dy[j, c]·line[k][column + j·stride + l, c] over `count` outputs j.
template <int count, typename T>
inline void FilterPixels(const Lines<T>& x, int64_t column, int64_t stride, int64_t channels, const T* dy, float* d_filter,
                         Taps taps) {
  for (int64_t c = 0; c < channels; c += kLanes) {
    Vector gradients[count];
    for (int j = 0; j < count; j++) gradients[j] = Load(dy + j * channels + c);
    for (int k = 0; k < kSide; k++) {
      for (int l = taps.from; l < taps.to; l++) {
        float* sum = d_filter + (k * kSide + l) * channels + c;
        const T* from = x.line[k] + (column + l) * channels + c;
        Vector total = Load(sum);
        for (int j = 0; j < count; j++) total += gradients[j] * Load(from + j * stride * channels);
        Store(sum, total);
      }
    }
  }
}

// Calls work(count, column of the first tap, first output, taps) for the outputs of a line, several at a time where all see
// three columns of the map.
template <typename Work>
inline void ForOutputs(const DepthwiseShape& s, const Work& work) {
  const Inside inside(s.width, s.out_width, s.stride, s.pad_left);
  const auto border = [&](int64_t j) {
    const int64_t column = j * s.stride - s.pad_left;
    work(std::integral_constant<int, 1>(), column, j,
         Taps{static_cast<int>(std::max<int64_t>(0, -column)), static_cast<int>(std::min<int64_t>(kSide, s.width - column))});
  };
  int64_t j = 0;
  for (; j < inside.from; j++) border(j);
  for (; j + kTogether <= inside.to; j += kTogether)
    work(std::integral_constant<int, kTogether>(), j * s.stride - s.pad_left, j, Taps{});
  for (; j < s.out_width; j++) border(j);
}

template <typename T>
Lines<T> LinesOf(const DepthwiseShape& s, const T* image, const T* zeros, int64_t out_row) {
  Lines<T> lines;
  for (int k = 0; k < kSide; k++) {
    const int64_t row = out_row * s.stride - s.pad_top + k;
    lines.line[k] = row >= 0 && row < s.height ? image + row * s.width * s.channels : zeros;
  }
  return lines;
}

template <typename T>
void ForwardLine(const DepthwiseShape& s, const Lines<T>& x, const float* filter, T* y) {
  ForOutputs(s, [&](auto count, int64_t column, int64_t j, Taps taps) {
    ForwardPixels<count()>(x, column, s.stride, s.channels, filter, y + j * s.channels, taps);
  });
}

template <typename T>
void FilterLine(const DepthwiseShape& s, const Lines<T>& x, const T* dy, float* d_filter) {
  ForOutputs(s, [&](auto count, int64_t column, int64_t j, Taps taps) {
    FilterPixels<count()>(x, column, s.stride, s.channels, dy + j * s.channels, d_filter, taps);
  });
}

// The taps by which a row of x, or a column, is seen, and the rows or columns of y that see it.
struct Seen {
  int count = 0, tap[kSide];
  int64_t out[kSide];

  Seen(int64_t at, int64_t pad, int64_t stride, int64_t outs) {
    for (int k = 0; k < kSide; k++) {
      const int64_t from = at + pad - k;
      if (from < 0 || from % stride != 0 || from / stride >= outs) continue;
      tap[count] = k;
      out[count++] = from / stride;
    }
  }
};

// dx of one image where the stride is not 1: each pixel gathers from the outputs that see it.
template <typename T>
void GatherImage(const DepthwiseShape& s, const T* dy, const float* filter, T* dx) {
  for (int64_t row = 0; row < s.height; row++) {
    const Seen rows(row, s.pad_top, s.stride, s.out_height);
    for (int64_t column = 0; column < s.width; column++, dx += s.channels) {
      const Seen columns(column, s.pad_left, s.stride, s.out_width);
      for (int64_t c = 0; c < s.channels; c += kLanes) {
        Vector sum = {};
        for (int k = 0; k < rows.count; k++) {
          for (int l = 0; l < columns.count; l++) {
            const T* gradient = dy + (rows.out[k] * s.out_width + columns.out[l]) * s.channels;
            sum += Load(gradient + c) * Load(filter + (rows.tap[k] * kSide + columns.tap[l]) * s.channels + c);
          }
        }
        Store(dx + c, sum);
      }
    }
  }
}

}  // namespace

DepthwiseShape SameDepthwiseShape(int64_t batch, int64_t height, int64_t width, int64_t channels, int64_t stride) {
  const auto padding = [&](int64_t in, int64_t out) { return std::max<int64_t>(0, (out - 1) * stride + kSide - in) / 2; };
  const int64_t out_height = (height + stride - 1) / stride, out_width = (width + stride - 1) / stride;
  return {batch, height, width, channels, stride, out_height, out_width, padding(height, out_height), padding(width, out_width)};
}

bool DepthwiseTakes(int64_t channels) { return channels % kLanes == 0; }

template <typename T>
void DepthwiseForward(const DepthwiseShape& s, const T* x, const float* filter, T* y) {
  const std::vector<T> zeros(s.width * s.channels, T{});
  ParallelFor(static_cast<int>(s.batch * s.out_height), [&](int i) {
    const int64_t image = i / s.out_height, out_row = i % s.out_height;
    const Lines<T> lines = LinesOf(s, x + image * s.height * s.width * s.channels, zeros.data(), out_row);
    ForwardLine(s, lines, filter, y + i * s.out_width * s.channels);
  });
}

template <typename T>
void DepthwiseBackward(const DepthwiseShape& s, const T* dy, const T* x, const float* filter, T* dx, float* d_filter) {
  const int64_t filter_size = kTaps * s.channels;
  const int64_t image_in = s.height * s.width * s.channels, image_out = s.out_height * s.out_width * s.channels;
  const std::vector<T> zeros(std::max(s.width, s.out_width) * s.channels, T{});
  // With stride 1 the input's gradient is a convolution of dy with the filter turned around.
  const DepthwiseShape turned{s.batch, s.out_height, s.out_width, s.channels, 1, s.height, s.width,
                              kSide - 1 - s.pad_top, kSide - 1 - s.pad_left};
  std::vector<float> turned_filter(filter_size);
  for (int t = 0; t < kTaps; t++)
    std::copy_n(filter + t * s.channels, s.channels, &turned_filter[(kTaps - 1 - t) * s.channels]);
  // One sum for each image, added in order: the result is the same for any number of threads.
  std::vector<float> sums(s.batch * filter_size, 0.f);
  ParallelFor(static_cast<int>(s.batch), [&](int image) {
    const T *from = x + image * image_in, *gradient = dy + image * image_out;
    T* to = dx + image * image_in;
    float* sum = &sums[image * filter_size];
    for (int64_t row = 0; row < s.out_height; row++) {
      FilterLine(s, LinesOf(s, from, zeros.data(), row), gradient + row * s.out_width * s.channels, sum);
      if (s.stride == 1)
        ForwardLine(turned, LinesOf(turned, gradient, zeros.data(), row), turned_filter.data(), to + row * s.width * s.channels);
    }
    if (s.stride != 1) GatherImage(s, gradient, filter, to);
  });
  std::vector<double> totals(filter_size, 0.);
  for (int64_t image = 0; image < s.batch; image++)
    for (int64_t i = 0; i < filter_size; i++) totals[i] += sums[image * filter_size + i];
  for (int64_t i = 0; i < filter_size; i++) d_filter[i] = static_cast<float>(totals[i]);
}

template void DepthwiseForward(const DepthwiseShape&, const float*, const float*, float*);
template void DepthwiseForward(const DepthwiseShape&, const Bfloat16*, const float*, Bfloat16*);
template void DepthwiseBackward(const DepthwiseShape&, const float*, const float*, const float*, float*, float*);
template void DepthwiseBackward(const DepthwiseShape&, const Bfloat16*, const Bfloat16*, const float*, Bfloat16*, float*);

}  // namespace arcface
