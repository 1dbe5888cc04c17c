// Attributes of an op in the form that tfjs-node's kernels give: { name, type: TF_AttrType, value }; a list where value is an array.
#pragma once
#include "tensorflow-handles.h"

namespace arcface {

void SetAttribute(TF_OperationDescription* description, const Napi::Object& attribute);

}  // namespace arcface
