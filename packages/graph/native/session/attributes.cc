#include "attributes.h"

#include "tensor-values.h"

namespace arcface {
namespace {

template <typename T, typename Read>
std::vector<T> ListOf(const Napi::Value& value, Read read) {
  const Napi::Array array = value.As<Napi::Array>();
  std::vector<T> list(array.Length());
  for (uint32_t i = 0; i < list.size(); i++) list[i] = read(array.Get(i));
  return list;
}

int64_t Integer(const Napi::Value& value) { return value.As<Napi::Number>().Int64Value(); }
float Float(const Napi::Value& value) { return value.As<Napi::Number>().FloatValue(); }
unsigned char Flag(const Napi::Value& value) { return value.As<Napi::Boolean>().Value() ? 1 : 0; }
TF_DataType Type(const Napi::Value& value) { return static_cast<TF_DataType>(value.As<Napi::Number>().Int32Value()); }

}  // namespace

void SetAttribute(TF_OperationDescription* description, const Napi::Object& attribute) {
  const Napi::Env env = attribute.Env();
  const std::string name = attribute.Get("name").As<Napi::String>();
  const Napi::Value value = attribute.Get("value");
  const int type = attribute.Get("type").As<Napi::Number>().Int32Value();
  switch (type) {
    case TF_ATTR_STRING: {
      const std::string text = value.As<Napi::String>();
      return TF_SetAttrString(description, name.c_str(), text.data(), text.size());
    }
    case TF_ATTR_INT: {
      if (!value.IsArray()) return TF_SetAttrInt(description, name.c_str(), Integer(value));
      const auto list = ListOf<int64_t>(value, Integer);
      return TF_SetAttrIntList(description, name.c_str(), list.data(), list.size());
    }
    case TF_ATTR_FLOAT: {
      if (!value.IsArray()) return TF_SetAttrFloat(description, name.c_str(), Float(value));
      const auto list = ListOf<float>(value, Float);
      return TF_SetAttrFloatList(description, name.c_str(), list.data(), list.size());
    }
    case TF_ATTR_BOOL: {
      if (!value.IsArray()) return TF_SetAttrBool(description, name.c_str(), Flag(value));
      const auto list = ListOf<unsigned char>(value, Flag);
      return TF_SetAttrBoolList(description, name.c_str(), list.data(), list.size());
    }
    case TF_ATTR_TYPE: {
      if (!value.IsArray()) return TF_SetAttrType(description, name.c_str(), Type(value));
      const auto list = ListOf<TF_DataType>(value, Type);
      return TF_SetAttrTypeList(description, name.c_str(), list.data(), list.size());
    }
    case TF_ATTR_SHAPE: {
      const auto shape = ShapeFrom(value);
      return TF_SetAttrShape(description, name.c_str(), shape.data(), shape.size());
    }
    case TF_ATTR_TENSOR: {
      Status status;
      TF_SetAttrTensor(description, name.c_str(), CopyTensor(value.As<Napi::Object>()).get(), status.get());
      return status.Check(env);
    }
    default:
      throw Napi::TypeError::New(env, "attribute " + name + " is of a kind that is not known: " + std::to_string(type));
  }
}

}  // namespace arcface
