// What a kernel's compute function needs of one call: inputs and outputs as arrays of float.
#pragma once
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"

namespace arcface {

class OpCall {
 public:
  // Takes all inputs but `kept_back`, if there is one, whose memory an output may take over.
  OpCall(TF_OpKernelContext* context, int inputs, int kept_back = -1);
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
  // The output of the shape of input `like`, which may be the same one, in the memory of the input that was kept back, where nothing else reads that;
  // in new memory otherwise. Then the input is there too.
  float* OutputInPlace(int index, int like);

  // Whether inputs from `first` on have one value a channel of input x; says what is wrong where not.
  bool CheckChannels(int x, int first);

 private:
  TF_OpKernelContext* context_;
  TF_Status* status_;
  int kept_back_;
  std::vector<TF_Tensor*> inputs_, outputs_;
};

}  // namespace arcface
