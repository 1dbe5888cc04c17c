// A step of stochastic gradient descent with momentum in one pass over memory.
#pragma once
#include <cstdint>

namespace arcface {

struct SgdOptions {
  float learning_rate, gradient_scale, momentum, weight_decay;
  bool nesterov;
};

// g = gradient_scale·gradient + weight_decay·w; v' = momentum·v + g; w' = w − learning_rate·v', with Nesterov
// w − learning_rate·(g + momentum·v'): the form of torch.optim.SGD. new_velocity may be gradient.
void SgdStep(int64_t count, const float* weight, const float* velocity, const float* gradient, const SgdOptions& options,
             float* new_weight, float* new_velocity);

}  // namespace arcface
