#include "kernel-ops.h"
#include "op-call.h"
#include "sgd.h"

namespace arcface {
namespace {

void ReadOptions(TF_OpKernelConstruction* construction, SgdOptions* options, TF_Status* status) {
  unsigned char nesterov = 0;
  TF_OpKernelConstruction_GetAttrFloat(construction, "momentum", &options->momentum, status);
  if (TF_GetCode(status) == TF_OK)
    TF_OpKernelConstruction_GetAttrFloat(construction, "weight_decay", &options->weight_decay, status);
  if (TF_GetCode(status) == TF_OK) TF_OpKernelConstruction_GetAttrBool(construction, "nesterov", &nesterov, status);
  options->nesterov = nesterov != 0;
}

void Compute(void* kernel, TF_OpKernelContext* context) {
  OpCall call(context, 5, {2});
  if (!call.ok()) return;
  if (call.elements(0) != call.elements(1)) return call.Fail("weight and velocity differ in size");
  if (call.elements(3) != 1 || call.elements(4) != 1)
    return call.Fail("learning_rate and gradient_scale must be scalars");
  float *weight = call.output(0, 0), *velocity = call.OutputInPlace(1, 0, {2});
  if (!call.ok()) return;
  SgdOptions options = *static_cast<SgdOptions*>(kernel);
  options.learning_rate = *call.input(3);
  options.gradient_scale = *call.input(4);
  SgdStep(call.elements(0), call.input(0), call.input(1), call.input(2), options, weight, velocity);
}

}  // namespace

std::vector<Op> SgdOps() {
  return {{"ArcfaceSgdStep", {"weight", "velocity", "gradient", "learning_rate", "gradient_scale"},
           {"new_weight", "new_velocity"}, {"momentum: float", "weight_decay: float = 0.0", "nesterov: bool = false"},
           InferShapes<0, 0>, {Compute}, CreateKernel<SgdOptions, ReadOptions>,
           DestroyKernel<SgdOptions>}};
}

}  // namespace arcface
