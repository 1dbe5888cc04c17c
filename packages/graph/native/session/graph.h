// A TensorFlow graph under construction, as the JavaScript class `Graph`. Nodes are numbered in the order they were added.
#pragma once
#include <vector>

#include "tensorflow-handles.h"

namespace arcface {

// Shared with the sessions that run it.
struct GraphNodes {
  ~GraphNodes() { TF_DeleteGraph(graph); }
  TF_Graph* graph = TF_NewGraph();
  std::vector<TF_Operation*> nodes;
  // Throws when there is no such node or output.
  TF_Operation* Node(Napi::Env env, uint32_t node) const;
  TF_Output Output(Napi::Env env, uint32_t node, uint32_t output) const;
};

class Graph : public Napi::ObjectWrap<Graph> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit Graph(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Graph>(info) {}
  std::shared_ptr<GraphNodes> nodes() const { return nodes_; }

 private:
  // opDefinition(op): Uint8Array — the serialized OpDef.
  Napi::Value OpDefinition(const Napi::CallbackInfo& info);
  // add(op, name, inputs: Int32Array of node, output, …, groups: number[], attributes, controls: number[])
  //   : { node, outputs: { dtype, shape | null }[] }
  // A group of −1 is one input, of n ≥ 0 a list of n.
  Napi::Value Add(const Napi::CallbackInfo& info);
  // load(graphDef: Uint8Array, prefix): void
  void Load(const Napi::CallbackInfo& info);
  // find(name): number | undefined
  Napi::Value Find(const Napi::CallbackInfo& info);
  // serialize(): Uint8Array — the GraphDef.
  Napi::Value Serialize(const Napi::CallbackInfo& info);

  Napi::Object Describe(Napi::Env env, TF_Operation* operation);

  std::shared_ptr<GraphNodes> nodes_ = std::make_shared<GraphNodes>();
};

}  // namespace arcface
