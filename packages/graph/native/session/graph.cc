#include "graph.h"

#include "attributes.h"
#include "tensor-values.h"

namespace arcface {
namespace {

Napi::Value BytesOf(Napi::Env env, const TF_Buffer* buffer) {
  return Napi::Buffer<uint8_t>::Copy(env, static_cast<const uint8_t*>(buffer->data), buffer->length);
}

}  // namespace

TF_Operation* GraphNodes::Node(Napi::Env env, uint32_t node) const {
  if (node >= nodes.size()) throw Napi::RangeError::New(env, "the graph has no node " + std::to_string(node));
  return nodes[node];
}

TF_Output GraphNodes::Output(Napi::Env env, uint32_t node, uint32_t output) const {
  TF_Operation* operation = Node(env, node);
  if (output >= static_cast<uint32_t>(TF_OperationNumOutputs(operation)))
    throw Napi::RangeError::New(env, std::string(TF_OperationName(operation)) + " has no output " +
                                         std::to_string(output));
  return TF_Output{operation, static_cast<int>(output)};
}

Napi::Function Graph::Define(Napi::Env env) {
  return DefineClass(env, "Graph",
                     {InstanceMethod<&Graph::OpDefinition>("opDefinition"), InstanceMethod<&Graph::Add>("add"),
                      InstanceMethod<&Graph::Load>("load"), InstanceMethod<&Graph::Find>("find"),
                      InstanceMethod<&Graph::Serialize>("serialize")});
}

Napi::Value Graph::OpDefinition(const Napi::CallbackInfo& info) {
  const std::string op = info[0].As<Napi::String>();
  const BufferHandle buffer(TF_NewBuffer());
  Status status;
  TF_GraphGetOpDef(nodes_->graph, op.c_str(), buffer.get(), status.get());
  status.Check(info.Env());
  return BytesOf(info.Env(), buffer.get());
}

Napi::Value Graph::Add(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::string op = info[0].As<Napi::String>(), name = info[1].As<Napi::String>();
  const auto inputs = info[2].As<Napi::Int32Array>();
  const auto groups = info[3].As<Napi::Array>(), attributes = info[4].As<Napi::Array>(),
             controls = info[5].As<Napi::Array>();
  std::vector<TF_Output> flat;
  for (size_t i = 0; i + 1 < inputs.ElementLength(); i += 2) flat.push_back(nodes_->Output(env, inputs[i], inputs[i + 1]));
  std::vector<TF_Operation*> before;
  for (uint32_t i = 0; i < controls.Length(); i++)
    before.push_back(nodes_->Node(env, controls.Get(i).As<Napi::Number>().Uint32Value()));

  // From here on the description must be finished, whatever happens: nothing else frees it.
  TF_OperationDescription* description = TF_NewOperation(nodes_->graph, op.c_str(), name.c_str());
  Status status;
  try {
    size_t next = 0;
    for (uint32_t i = 0; i < groups.Length(); i++) {
      const int group = groups.Get(i).As<Napi::Number>().Int32Value();
      const size_t count = group < 0 ? 1 : group;
      if (next + count > flat.size()) throw Napi::RangeError::New(env, op + " was given too few inputs");
      if (group < 0) TF_AddInput(description, flat[next]);
      else TF_AddInputList(description, flat.data() + next, group);
      next += count;
    }
    for (TF_Operation* operation : before) TF_AddControlInput(description, operation);
    for (uint32_t i = 0; i < attributes.Length(); i++) SetAttribute(description, attributes.Get(i).As<Napi::Object>());
  } catch (const Napi::Error&) {
    Status ignored;
    TF_FinishOperation(description, ignored.get());
    throw;
  }
  TF_Operation* operation = TF_FinishOperation(description, status.get());
  status.Check(env);
  nodes_->nodes.push_back(operation);
  return Describe(env, operation);
}

Napi::Object Graph::Describe(Napi::Env env, TF_Operation* operation) {
  const int count = TF_OperationNumOutputs(operation);
  Napi::Array outputs = Napi::Array::New(env, count);
  for (int i = 0; i < count; i++) {
    const TF_Output output{operation, i};
    Status status;
    const int rank = TF_GraphGetTensorNumDims(nodes_->graph, output, status.get());
    status.Check(env);
    Napi::Object described = Napi::Object::New(env);
    described.Set("dtype", Napi::Number::New(env, TF_OperationOutputType(output)));
    if (rank < 0) {
      described.Set("shape", env.Null());
    } else {
      std::vector<int64_t> dims(rank);
      TF_GraphGetTensorShape(nodes_->graph, output, dims.data(), rank, status.get());
      status.Check(env);
      described.Set("shape", ShapeTo(env, dims.data(), rank));
    }
    outputs.Set(i, described);
  }
  Napi::Object result = Napi::Object::New(env);
  result.Set("node", Napi::Number::New(env, nodes_->nodes.size() - 1));
  result.Set("outputs", outputs);
  return result;
}

void Graph::Load(const Napi::CallbackInfo& info) {
  const auto bytes = info[0].As<Napi::Uint8Array>();
  const std::string prefix = info[1].As<Napi::String>();
  const BufferHandle definition(TF_NewBufferFromString(bytes.Data(), bytes.ByteLength()));
  const ImportOptions options(TF_NewImportGraphDefOptions());
  TF_ImportGraphDefOptionsSetPrefix(options.get(), prefix.c_str());
  Status status;
  TF_GraphImportGraphDef(nodes_->graph, definition.get(), options.get(), status.get());
  status.Check(info.Env());
}

Napi::Value Graph::Find(const Napi::CallbackInfo& info) {
  const std::string name = info[0].As<Napi::String>();
  TF_Operation* operation = TF_GraphOperationByName(nodes_->graph, name.c_str());
  if (operation == nullptr) return info.Env().Undefined();
  auto& nodes = nodes_->nodes;
  for (size_t i = 0; i < nodes.size(); i++)
    if (nodes[i] == operation) return Napi::Number::New(info.Env(), i);
  nodes.push_back(operation);
  return Napi::Number::New(info.Env(), nodes.size() - 1);
}

Napi::Value Graph::Serialize(const Napi::CallbackInfo& info) {
  const BufferHandle buffer(TF_NewBuffer());
  Status status;
  TF_GraphToGraphDef(nodes_->graph, buffer.get(), status.get());
  status.Check(info.Env());
  return BytesOf(info.Env(), buffer.get());
}

}  // namespace arcface
