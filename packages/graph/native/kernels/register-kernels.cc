#include "register-kernels.h"

#include <cstdlib>

#include "kernel-ops.h"

namespace arcface {
namespace {

// The rewriter for mixed precision knows which of TensorFlow's ops may take maps of bfloat16. Of others it reads in the environment,
// each time it rewrites a graph: those of its list of ops that follow what comes to them ("infer").
void LetRewriterNarrow(const std::string& ops) {
  constexpr const char* kVariable = "TF_AUTO_MIXED_PRECISION_GRAPH_REWRITE_INFERLIST_ADD";
  const char* known = std::getenv(kVariable);
  setenv(kVariable, (known && *known ? known + ("," + ops) : ops).c_str(), 1);
}

}  // namespace

std::string RegisterKernels() {
  std::string narrow;
  for (const std::vector<Op>& ops : {BatchNormOps(), DepthwiseConvOps(), ConvFilterGradientOps(), SgdOps()}) {
    for (const Op& op : ops) {
      const std::string error = Register(op);
      if (!error.empty()) return error;
      if (op.compute.of_bfloat16) narrow += (narrow.empty() ? "" : ",") + std::string(op.name);
    }
  }
  LetRewriterNarrow(narrow);
  return "";
}

}  // namespace arcface
