#include "register-kernels.h"

#include "kernel-ops.h"

namespace arcface {

std::string RegisterKernels() {
  for (const std::vector<Op>& ops : {BatchNormOps(), DepthwiseConvOps(), ConvFilterGradientOps(), SgdOps()}) {
    for (const Op& op : ops) {
      const std::string error = Register(op);
      if (!error.empty()) return error;
    }
  }
  return "";
}

}  // namespace arcface
