// Makes an op of ours known to TensorFlow: its name, its inputs and outputs, its shapes and its kernels for the CPU.
#pragma once
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"

namespace arcface {

typedef void (*ComputeFunction)(void* kernel, TF_OpKernelContext*);

// The compute functions of an op: for maps of float and, where there is another, of bfloat16.
struct Kernels {
  ComputeFunction of_float;
  ComputeFunction of_bfloat16 = nullptr;
};

struct Op {
  const char* name;
  // "x: T" for a map, which has the type that a kernel is for; "scale" for what is float in all of them.
  std::vector<const char*> inputs, outputs;
  // With their types and defaults: "epsilon: float = 1e-5".
  std::vector<const char*> attributes;
  void (*infer)(TF_ShapeInferenceContext*, TF_Status*);
  Kernels compute;
  // Makes and deletes what compute is handed, where that is anything.
  void* (*create)(TF_OpKernelConstruction*) = nullptr;
  void (*destroy)(void* kernel) = nullptr;
};

// create and destroy of an op whose kernel is handed a T that read fills from the op's attributes.
template <typename T, void (*read)(TF_OpKernelConstruction*, T*, TF_Status*)>
void* CreateKernel(TF_OpKernelConstruction* construction) {
  T* kernel = new T();
  TF_Status* status = TF_NewStatus();
  read(construction, kernel, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return kernel;
}
template <typename T>
void DestroyKernel(void* kernel) {
  delete static_cast<T*>(kernel);
}

// Returns what went wrong, or nothing.
std::string Register(const Op& op);

// Output i has the shape of input shapes[i].
template <int... shapes>
void InferShapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  int output = 0;
  for (int input : {shapes...}) {
    TF_ShapeHandle* handle = TF_NewShapeHandle();
    TF_ShapeInferenceContextGetInput(context, input, handle, status);
    if (TF_GetCode(status) == TF_OK) TF_ShapeInferenceContextSetOutput(context, output++, handle, status);
    TF_DeleteShapeHandle(handle);
    if (TF_GetCode(status) != TF_OK) return;
  }
}

}  // namespace arcface
