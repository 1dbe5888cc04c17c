#include "op-call.h"

#include <algorithm>
#include <utility>

namespace arcface {

OpCall::OpCall(TF_OpKernelContext* context, int inputs, std::vector<int> kept_back)
    : context_(context), status_(TF_NewStatus()), inputs_(inputs, nullptr) {
  for (int i = 0; ok() && i < inputs; i++)
    if (std::find(kept_back.begin(), kept_back.end(), i) == kept_back.end()) TF_GetInput(context, i, &inputs_[i], status_);
}

OpCall::~OpCall() {
  if (!ok()) TF_OpKernelContext_Failure(context_, status_);
  for (TF_Tensor* tensor : inputs_)
    if (tensor) TF_DeleteTensor(tensor);
  for (TF_Tensor* tensor : outputs_) TF_DeleteTensor(tensor);
  TF_DeleteStatus(status_);
}

std::vector<int64_t> OpCall::shape(int i) const {
  std::vector<int64_t> shape(TF_NumDims(inputs_[i]));
  for (size_t d = 0; d < shape.size(); d++) shape[d] = TF_Dim(inputs_[i], d);
  return shape;
}

int64_t OpCall::channels(int i) const {
  const int rank = TF_NumDims(inputs_[i]);
  return rank == 0 ? 0 : TF_Dim(inputs_[i], rank - 1);
}

void* OpCall::Allocate(int index, TF_DataType type, size_t element_size, const std::vector<int64_t>& shape) {
  if (!ok()) return nullptr;
  size_t bytes = element_size;
  for (int64_t dim : shape) bytes *= dim;
  TF_Tensor* tensor = TF_AllocateOutput(context_, index, type, shape.data(), shape.size(), bytes, status_);
  if (!ok()) return nullptr;
  outputs_.push_back(tensor);
  return TF_TensorData(tensor);
}

void* OpCall::ForwardOrAllocate(int index, int like, const std::vector<int>& inputs) {
  if (!ok()) return nullptr;
  // An input that we hold is one that something else reads: for its shape it is held no longer than need be.
  const bool held = inputs_[like] != nullptr;
  if (!held) TF_GetInput(context_, like, &inputs_[like], status_);
  if (!ok()) return nullptr;
  const std::vector<int64_t> dims = shape(like);
  const int64_t size = elements(like);
  if (!held) TF_DeleteTensor(std::exchange(inputs_[like], nullptr));
  TF_Tensor* tensor = TF_ForwardInputOrAllocateOutput(context_, inputs.data(), inputs.size(), index, dims.data(), dims.size(),
                                                      nullptr, status_);
  if (!ok()) return nullptr;
  outputs_.push_back(tensor);
  for (int i : inputs) {
    TF_GetInput(context_, i, &inputs_[i], status_);
    if (ok() && elements(i) != size) Fail("inputs " + std::to_string(i) + " and " + std::to_string(like) + " differ in size");
    if (!ok()) return nullptr;
  }
  return TF_TensorData(tensor);
}

bool OpCall::CheckChannels(int x, int first, int end) {
  if (ok() && channels(x) == 0) Fail("x has no channels");
  for (int i = first; ok() && i < end; i++)
    if (elements(i) != channels(x))
      Fail("input " + std::to_string(i) + " has " + std::to_string(elements(i)) + " values for " +
           std::to_string(channels(x)) + " channels");
  return ok();
}

}  // namespace arcface
