// A TensorFlow session as the JavaScript class `Session`: it runs parts of a graph off the main thread and keeps the variables.
#pragma once
#include "graph.h"

namespace arcface {

// Shared with the runs that are under way: it is closed when the last of them has ended.
struct OpenSession {
  ~OpenSession();
  std::shared_ptr<GraphNodes> nodes;
  TF_Session* session = nullptr;
};

class Session : public Napi::ObjectWrap<Session> {
 public:
  static Napi::Function Define(Napi::Env env);
  // new Session(graph: Graph, config: Uint8Array of a ConfigProto)
  explicit Session(const Napi::CallbackInfo& info);

 private:
  // devices(): string[]
  Napi::Value Devices(const Napi::CallbackInfo& info);
  // run(feeds: { node, dtype, shape, data, borrow }[], fetches: Int32Array of node, output, …, targets: number[],
  //     runOptions: Uint8Array | null) : Promise<{ fetched: tensor[], metadata: Uint8Array | null }>
  // Feeds are copied first, but those with `borrow`, which must not change until the promise settles.
  Napi::Value Run(const Napi::CallbackInfo& info);
  // close(): void. Runs under way end well; later ones are refused.
  void Close(const Napi::CallbackInfo& info);

  OpenSession& Open(Napi::Env env);

  std::shared_ptr<OpenSession> open_;
};

}  // namespace arcface
