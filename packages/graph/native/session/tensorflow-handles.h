// Owners of what the C API hands out, and the one place where its statuses become errors.
#pragma once
#include <napi.h>

#include <memory>
#include <string>

#include "tensorflow/c/c_api.h"

namespace arcface {

template <auto release>
struct Releaser {
  template <typename T>
  void operator()(T* handle) const { release(handle); }
};
using TensorHandle = std::unique_ptr<TF_Tensor, Releaser<TF_DeleteTensor>>;
using BufferHandle = std::unique_ptr<TF_Buffer, Releaser<TF_DeleteBuffer>>;
using ImportOptions = std::unique_ptr<TF_ImportGraphDefOptions, Releaser<TF_DeleteImportGraphDefOptions>>;

// The name that TensorFlow's documentation has for a code, which the error's `code` carries.
const char* CodeName(TF_Code code);

class Status {
 public:
  TF_Status* get() { return status_.get(); }
  bool ok() const { return TF_GetCode(status_.get()) == TF_OK; }
  const char* message() const { return TF_Message(status_.get()); }
  const char* code() const { return CodeName(TF_GetCode(status_.get())); }
  // Throws TensorFlow's message into JavaScript unless the status is OK.
  void Check(Napi::Env env) const {
    if (!ok()) throw MakeError(env, message(), code());
  }
  static Napi::Error MakeError(Napi::Env env, const std::string& message, const std::string& code) {
    Napi::Error error = Napi::Error::New(env, message);
    error.Set("code", Napi::String::New(env, code));
    return error;
  }

 private:
  std::unique_ptr<TF_Status, Releaser<TF_DeleteStatus>> status_{TF_NewStatus()};
};

}  // namespace arcface
