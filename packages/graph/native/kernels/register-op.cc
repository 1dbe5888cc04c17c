#include "register-op.h"

namespace arcface {

std::string Register(const Op& op) {
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(op.name);
  for (const char* name : op.inputs) TF_OpDefinitionBuilderAddInput(definition, (std::string(name) + ": float").c_str());
  for (const char* name : op.outputs) TF_OpDefinitionBuilderAddOutput(definition, (std::string(name) + ": float").c_str());
  for (const char* attribute : op.attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, op.infer);
  TF_Status* status = TF_NewStatus();
  TF_RegisterOpDefinition(definition, status);
  if (TF_GetCode(status) == TF_OK) {
    TF_KernelBuilder* kernel = TF_NewKernelBuilder(op.name, "CPU", op.create, op.compute, op.destroy);
    TF_RegisterKernelBuilder(op.name, kernel, status);
  }
  std::string error = TF_GetCode(status) == TF_OK ? "" : std::string(op.name) + ": " + TF_Message(status);
  TF_DeleteStatus(status);
  return error;
}

}  // namespace arcface
