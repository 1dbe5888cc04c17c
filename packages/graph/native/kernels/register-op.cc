#include "register-op.h"

#include <cstring>

namespace arcface {
namespace {

std::string WithType(const char* argument) {
  return std::strchr(argument, ':') ? argument : std::string(argument) + ": float";
}

}  // namespace

std::string Register(const Op& op) {
  const bool has_types = op.compute.of_bfloat16 != nullptr;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(op.name);
  for (const char* name : op.inputs) TF_OpDefinitionBuilderAddInput(definition, WithType(name).c_str());
  for (const char* name : op.outputs) TF_OpDefinitionBuilderAddOutput(definition, WithType(name).c_str());
  for (const char* attribute : op.attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  if (has_types) TF_OpDefinitionBuilderAddAttr(definition, "T: {float, bfloat16} = DT_FLOAT");
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, op.infer);
  TF_Status* status = TF_NewStatus();
  TF_RegisterOpDefinition(definition, status);
  const auto add = [&](ComputeFunction compute, TF_DataType type) {
    if (TF_GetCode(status) != TF_OK || compute == nullptr) return;
    TF_KernelBuilder* kernel = TF_NewKernelBuilder(op.name, "CPU", op.create, compute, op.destroy);
    if (has_types) TF_KernelBuilder_TypeConstraint(kernel, "T", type, status);
    if (TF_GetCode(status) == TF_OK) TF_RegisterKernelBuilder(op.name, kernel, status);
    else TF_DeleteKernelBuilder(kernel);
  };
  add(op.compute.of_float, TF_FLOAT);
  add(op.compute.of_bfloat16, TF_BFLOAT16);
  std::string error = TF_GetCode(status) == TF_OK ? "" : std::string(op.name) + ": " + TF_Message(status);
  TF_DeleteStatus(status);
  return error;
}

}  // namespace arcface
