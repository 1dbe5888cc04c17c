// Between JavaScript's typed arrays and TensorFlow's tensors.
//
// In JavaScript a tensor is { dtype: number (TF_DataType), shape: number[], data: typed array }. float32, int32, int64, uint8 and
// bool (one byte a value) are known.
#pragma once
#include <vector>

#include "tensorflow-handles.h"

namespace arcface {

std::vector<int64_t> ShapeFrom(const Napi::Value& value);
Napi::Array ShapeTo(Napi::Env env, const int64_t* dims, int rank);

// A tensor that owns a copy of the values.
TensorHandle CopyTensor(const Napi::Object& tensor);

// A tensor that lies in the typed array's own memory, which may be shared with other threads. `released` becomes true once
// TensorFlow has let go of it; until then the array must stay alive and unchanged.
TensorHandle BorrowTensor(const Napi::Object& tensor, bool* released);

// A copy of the tensor's values as a JavaScript tensor.
Napi::Object TensorTo(Napi::Env env, const TF_Tensor* tensor);

}  // namespace arcface
