// A TensorFlow session as the JavaScript class `Session`: it runs parts of a graph off the main thread and keeps the variables.
#pragma once
#include <list>

#include "graph.h"
#include "tensor-values.h"

namespace arcface {

// An array that a run reads in place.
struct Borrowed {
  Napi::ObjectReference array;
  std::shared_ptr<BorrowState> state;
};

// Shared with the runs that are under way: it is closed when the last of them has ended. Made, used and freed on the main thread,
// but for `session`.
struct OpenSession {
  ~OpenSession();
  // Holds on to the arrays of a run that has ended until TensorFlow has let go of them: on a GPU that can be later, and a graph
  // may hand a fed tensor on.
  void KeepWhileBorrowed(std::list<Borrowed> borrowed);

  std::shared_ptr<GraphNodes> nodes;
  TF_Session* session = nullptr;
  std::list<Borrowed> still_borrowed;
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
  //     runOptions: Uint8Array | null, guard: string | null)
  //   : Promise<{ fetched: tensor[], metadata: Uint8Array | null, applied: boolean, copied: number[] }>
  // Feeds are copied first, but those with `borrow`, which must not change until the promise settles; `copied` are those of
  // them that lie where TensorFlow cannot read them. When the node called
  // `guard` has failed the run, it is run again without the targets, and `applied` is false.
  Napi::Value Run(const Napi::CallbackInfo& info);
  // close(): void. Runs under way end well; later ones are refused.
  void Close(const Napi::CallbackInfo& info);

  OpenSession& Open(Napi::Env env);

  std::shared_ptr<OpenSession> open_;
};

}  // namespace arcface
