#include "sgd.h"

#include <algorithm>

#include "parallel-for.h"

namespace arcface {
namespace {

constexpr int64_t kBlock = 65536;

template <bool kNesterov>
void StepBlock(int64_t from, int64_t to, const float* __restrict weight, const float* __restrict velocity,
               const float* gradient, const SgdOptions& o, float* __restrict new_weight, float* new_velocity) {
  const float rate = o.learning_rate, scale = o.gradient_scale, momentum = o.momentum, decay = o.weight_decay;
#pragma GCC ivdep
  for (int64_t i = from; i < to; i++) {
    const float g = scale * gradient[i] + decay * weight[i];
    const float v = momentum * velocity[i] + g;
    new_velocity[i] = v;
    new_weight[i] = weight[i] - rate * (kNesterov ? g + momentum * v : v);
  }
}

}  // namespace

void SgdStep(int64_t count, const float* weight, const float* velocity, const float* gradient, const SgdOptions& options,
             float* new_weight, float* new_velocity) {
  ParallelFor(static_cast<int>((count + kBlock - 1) / kBlock), [&](int block) {
    const int64_t from = block * kBlock, to = std::min(count, from + kBlock);
    if (options.nesterov) StepBlock<true>(from, to, weight, velocity, gradient, options, new_weight, new_velocity);
    else StepBlock<false>(from, to, weight, velocity, gradient, options, new_weight, new_velocity);
  });
}

}  // namespace arcface
