// What a kernel's compute function needs of one call: inputs and outputs as arrays of float or of bfloat16.
#pragma once
#include <string>
#include <vector>

#include "bfloat16.h"
#include "tensorflow/c/kernels.h"

namespace arcface {

template <typename T>
constexpr TF_DataType kTypeOf = TF_FLOAT;
template <>
constexpr TF_DataType kTypeOf<Bfloat16> = TF_BFLOAT16;

class OpCall {
 public:
  // Takes all inputs but those kept back, whose memory an output may take over.
  OpCall(TF_OpKernelContext* context, int inputs, std::vector<int> kept_back = {});
  // Frees what it took; reports what failed.
  ~OpCall();

  bool ok() const { return TF_GetCode(status_) == TF_OK; }
  void Fail(const std::string& message) { TF_SetStatus(status_, TF_INVALID_ARGUMENT, message.c_str()); }

  template <typename T = float>
  const T* input(int i) const {
    return static_cast<const T*>(TF_TensorData(inputs_[i]));
  }
  int64_t elements(int i) const { return TF_TensorElementCount(inputs_[i]); }
  std::vector<int64_t> shape(int i) const;
  // The length of the last axis of input i.
  int64_t channels(int i) const;

  // A new output.
  template <typename T = float>
  T* output(int index, const std::vector<int64_t>& shape) {
    return static_cast<T*>(Allocate(index, kTypeOf<T>, sizeof(T), shape));
  }
  template <typename T = float>
  T* output(int index, int like) {
    return ok() ? output<T>(index, shape(like)) : nullptr;
  }
  // The output of the shape of input `like`, in the memory of the first of `inputs`, which were kept back, that nothing else
  // reads; in new memory where there is none. Then those inputs are there too.
  template <typename T = float>
  T* OutputInPlace(int index, int like, const std::vector<int>& inputs) {
    return static_cast<T*>(ForwardOrAllocate(index, like, inputs));
  }

  // Whether inputs [first, end) have one value a channel of input x; says what is wrong where not.
  bool CheckChannels(int x, int first, int end);

 private:
  void* Allocate(int index, TF_DataType type, size_t element_size, const std::vector<int64_t>& shape);
  void* ForwardOrAllocate(int index, int like, const std::vector<int>& inputs);

  TF_OpKernelContext* context_;
  TF_Status* status_;
  std::vector<TF_Tensor*> inputs_, outputs_;
};

}  // namespace arcface
