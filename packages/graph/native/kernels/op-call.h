// What a kernel's compute function needs of one call: inputs and outputs as arrays of float.
#pragma once
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"

namespace arcface {

class OpCall {
 public:
  // Takes all inputs but those kept back, whose memory an output may take over.
  OpCall(TF_OpKernelContext* context, int inputs, std::vector<int> kept_back = {});
  // Frees what it took; reports what failed.
  ~OpCall();

  bool ok() const { return TF_GetCode(status_) == TF_OK; }
  void Fail(const std::string& message) { TF_SetStatus(status_, TF_INVALID_ARGUMENT, message.c_str()); }

  const float* input(int i) const { return static_cast<const float*>(TF_TensorData(inputs_[i])); }
  int64_t elements(int i) const { return TF_TensorElementCount(inputs_[i]); }
  std::vector<int64_t> shape(int i) const;
  // The length of the last axis of input i.
  int64_t channels(int i) const;

  // A new output.
  float* output(int index, const std::vector<int64_t>& shape);
  float* output(int index, int like) { return ok() ? output(index, shape(like)) : nullptr; }
  // The output of the shape of input `like`, in the memory of the first of `inputs`, which were kept back, that nothing else
  // reads; in new memory where there is none. Then those inputs are there too.
  float* OutputInPlace(int index, int like, const std::vector<int>& inputs);

  // Whether inputs [first, end) have one value a channel of input x; says what is wrong where not.
  bool CheckChannels(int x, int first, int end);

 private:
  TF_OpKernelContext* context_;
  TF_Status* status_;
  std::vector<TF_Tensor*> inputs_, outputs_;
};

}  // namespace arcface
