// Between JavaScript's typed arrays and TensorFlow's tensors.
//
// In JavaScript a tensor is { dtype: number (TF_DataType), shape: number[], data: typed array }. float32, int32, int64, uint8 and
// bool (one byte a value) are known.
#pragma once
#include <atomic>
#include <vector>

#include "tensorflow-handles.h"

namespace arcface {

std::vector<int64_t> ShapeFrom(const Napi::Value& value);
Napi::Array ShapeTo(Napi::Env env, const int64_t* dims, int rank);

// A tensor that owns a copy of the values.
TensorHandle CopyTensor(const Napi::Object& tensor);

// Whether TensorFlow has let go of a borrowed array; any thread may write it.
struct BorrowState {
  std::atomic<bool> released{false};
};

// A tensor that lies in the typed array's own memory, which may be shared with other threads. The array must stay alive and
// unchanged until it is released. Memory that is not aligned as TensorFlow wants it (64 bytes) is copied and released at once.
TensorHandle BorrowTensor(const Napi::Object& tensor, std::shared_ptr<BorrowState> state);

// A copy of the tensor's values as a JavaScript tensor.
Napi::Object TensorTo(Napi::Env env, const TF_Tensor* tensor);

}  // namespace arcface
