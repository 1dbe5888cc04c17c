#include "tensor-values.h"

#include <cstring>

namespace arcface {
namespace {

struct Values {
  TF_DataType dtype;
  std::vector<int64_t> shape;
  uint8_t* data;
  size_t bytes;
};

// Bytes of a value, 0 for a type that JavaScript has no array for.
size_t ValueBytes(TF_DataType dtype) {
  switch (dtype) {
    case TF_FLOAT:
    case TF_INT32:
    case TF_INT64:
    case TF_UINT8:
    case TF_BOOL:
      return TF_DataTypeSize(dtype);
    default:
      return 0;
  }
}

Values ValuesOf(const Napi::Object& tensor) {
  const Napi::Env env = tensor.Env();
  Values values{static_cast<TF_DataType>(tensor.Get("dtype").As<Napi::Number>().Int32Value()),
                ShapeFrom(tensor.Get("shape")), nullptr, 0};
  const Napi::Value data = tensor.Get("data");
  if (!data.IsTypedArray()) throw Napi::TypeError::New(env, "expected a typed array as a tensor's data");
  // The C function, since the wrapper's ArrayBuffer() refuses memory that is shared between threads.
  void* start = nullptr;
  size_t length = 0;
  napi_typedarray_type type;
  if (napi_get_typedarray_info(env, data, &type, &length, &start, nullptr, nullptr) != napi_ok)
    throw Napi::Error::New(env);
  int64_t count = 1;
  for (int64_t dim : values.shape) count *= dim;
  const size_t size = ValueBytes(values.dtype);
  values.data = static_cast<uint8_t*>(start);
  values.bytes = static_cast<size_t>(count) * size;
  const size_t given = length * data.As<Napi::TypedArray>().ElementSize();
  if (size == 0 || given != values.bytes)
    throw Napi::RangeError::New(env, "expected " + std::to_string(values.bytes) + " bytes for a tensor but received " +
                                         std::to_string(given));
  return values;
}

}  // namespace

std::vector<int64_t> ShapeFrom(const Napi::Value& value) {
  const Napi::Array array = value.As<Napi::Array>();
  std::vector<int64_t> shape(array.Length());
  for (uint32_t i = 0; i < shape.size(); i++) shape[i] = array.Get(i).As<Napi::Number>().Int64Value();
  return shape;
}

Napi::Array ShapeTo(Napi::Env env, const int64_t* dims, int rank) {
  Napi::Array array = Napi::Array::New(env, rank);
  for (int i = 0; i < rank; i++) array.Set(i, Napi::Number::New(env, static_cast<double>(dims[i])));
  return array;
}

TensorHandle CopyTensor(const Napi::Object& tensor) {
  const Values values = ValuesOf(tensor);
  TensorHandle copy(TF_AllocateTensor(values.dtype, values.shape.data(), values.shape.size(), values.bytes));
  if (values.bytes > 0) std::memcpy(TF_TensorData(copy.get()), values.data, values.bytes);
  return copy;
}

TensorHandle BorrowTensor(const Napi::Object& tensor, std::shared_ptr<BorrowState> state) {
  const Values values = ValuesOf(tensor);
  const auto release = [](void*, size_t, void* argument) {
    const std::unique_ptr<std::shared_ptr<BorrowState>> owner(static_cast<std::shared_ptr<BorrowState>*>(argument));
    (*owner)->released = true;
  };
  return TensorHandle(TF_NewTensor(values.dtype, values.shape.data(), values.shape.size(), values.data, values.bytes,
                                   release, new std::shared_ptr<BorrowState>(std::move(state))));
}

Napi::Object TensorTo(Napi::Env env, const TF_Tensor* tensor) {
  const TF_DataType dtype = TF_TensorType(tensor);
  if (ValueBytes(dtype) == 0)
    throw Napi::TypeError::New(env, "a tensor of TensorFlow's type " + std::to_string(dtype) + " cannot be read");
  std::vector<int64_t> shape(TF_NumDims(tensor));
  for (size_t d = 0; d < shape.size(); d++) shape[d] = TF_Dim(tensor, d);
  const size_t bytes = TF_TensorByteSize(tensor), count = bytes / ValueBytes(dtype);
  Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(env, bytes);
  if (bytes > 0) std::memcpy(buffer.Data(), TF_TensorData(tensor), bytes);
  Napi::Object result = Napi::Object::New(env);
  result.Set("dtype", Napi::Number::New(env, dtype));
  result.Set("shape", ShapeTo(env, shape.data(), shape.size()));
  Napi::Value data;
  if (dtype == TF_FLOAT) data = Napi::Float32Array::New(env, count, buffer, 0);
  else if (dtype == TF_INT32) data = Napi::Int32Array::New(env, count, buffer, 0);
  else if (dtype == TF_INT64) data = Napi::BigInt64Array::New(env, count, buffer, 0);
  else data = Napi::Uint8Array::New(env, count, buffer, 0);
  result.Set("data", data);
  return result;
}

}  // namespace arcface
