// How a normalized value ends, for the loops that compute one.
#pragma once
#include <algorithm>
#include <type_traits>

#include "batch-norm.h"

namespace arcface {

// y[i] of the normalized z, as After says.
template <After after, typename T>
inline void Finish(float z, const More<T>& more, int64_t channel, int64_t i, T* y) {
  if constexpr (after == After::kNothing) Set(y[i], z);
  if constexpr (after == After::kPrelu) Set(y[i], z > 0.f ? z : more.slope[channel] * z);
  if constexpr (after == After::kAdd) Set(y[i], z + Value(more.addend[i]));
  if constexpr (after == After::kAddRelu) Set(y[i], std::max(z + Value(more.addend[i]), 0.f));
}

// Hands `after` to work as a constant, so that its loops have no branch.
template <typename Work>
void WithAfter(After after, const Work& work) {
  switch (after) {
    case After::kNothing: return work(std::integral_constant<After, After::kNothing>());
    case After::kPrelu: return work(std::integral_constant<After, After::kPrelu>());
    case After::kAdd: return work(std::integral_constant<After, After::kAdd>());
    case After::kAddRelu: return work(std::integral_constant<After, After::kAddRelu>());
  }
}

}  // namespace arcface
