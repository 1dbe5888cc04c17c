#include "session.h"

#include <cstring>

namespace arcface {
namespace {

// One run: made on the main thread, executed on a thread of Node's pool, answered on the main thread.
class RunWorker : public Napi::AsyncWorker {
 public:
  RunWorker(Napi::Env env, std::shared_ptr<OpenSession> open)
      : Napi::AsyncWorker(env), open_(std::move(open)), deferred_(Napi::Promise::Deferred::New(env)) {}

  Napi::Promise Start(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const auto feeds = info[0].As<Napi::Array>();
    for (uint32_t i = 0; i < feeds.Length(); i++) {
      const Napi::Object feed = feeds.Get(i).As<Napi::Object>();
      feed_outputs_.push_back(open_->nodes->Output(env, feed.Get("node").As<Napi::Number>().Uint32Value(), 0));
      if (feed.Get("borrow").ToBoolean()) {
        auto state = std::make_shared<BorrowState>();
        feeds_.push_back(BorrowTensor(feed, state));
        if (state->released) copied_.push_back(i);
        borrowed_.push_back({Napi::Persistent(feed.Get("data").As<Napi::Object>()), std::move(state)});
      } else {
        feeds_.push_back(CopyTensor(feed));
      }
    }
    const auto fetches = info[1].As<Napi::Int32Array>();
    for (size_t i = 0; i + 1 < fetches.ElementLength(); i += 2)
      fetch_outputs_.push_back(open_->nodes->Output(env, fetches[i], fetches[i + 1]));
    const auto targets = info[2].As<Napi::Array>();
    for (uint32_t i = 0; i < targets.Length(); i++)
      targets_.push_back(open_->nodes->Node(env, targets.Get(i).As<Napi::Number>().Uint32Value()));
    if (info[3].IsTypedArray()) {
      const auto options = info[3].As<Napi::Uint8Array>();
      options_.reset(TF_NewBufferFromString(options.Data(), options.ByteLength()));
    }
    if (info[4].IsString()) guard_ = info[4].As<Napi::String>();
    Queue();
    return deferred_.Promise();
  }

 protected:
  void Execute() override {
    RunOnce(targets_);
    const bool refused = !status_.ok() && !guard_.empty() && std::strstr(status_.message(), guard_.c_str()) != nullptr;
    applied_ = !refused;
    if (refused) status_ = Status();
    // Nothing was applied, so that the same run without its targets says what the guard saw.
    if (refused && !fetch_outputs_.empty()) RunOnce({});
    feeds_.clear();
    if (!status_.ok()) SetError(status_.message());
  }

  void OnOK() override {
    const Napi::Env env = Env();
    try {
      Napi::Array fetched = Napi::Array::New(env, fetched_.size());
      for (size_t i = 0; i < fetched_.size(); i++) fetched.Set(i, TensorTo(env, fetched_[i].get()));
      Napi::Object result = Napi::Object::New(env);
      result.Set("fetched", fetched);
      result.Set("metadata", metadata_ ? Napi::Buffer<uint8_t>::Copy(env, static_cast<const uint8_t*>(metadata_->data),
                                                                     metadata_->length)
                                       : env.Null());
      result.Set("applied", Napi::Boolean::New(env, applied_));
      Napi::Array copied = Napi::Array::New(env, copied_.size());
      for (size_t i = 0; i < copied_.size(); i++) copied.Set(i, Napi::Number::New(env, copied_[i]));
      result.Set("copied", copied);
      deferred_.Resolve(result);
    } catch (const Napi::Error& error) {
      deferred_.Reject(error.Value());
    }
    open_->KeepWhileBorrowed(std::move(borrowed_));
  }

  void OnError(const Napi::Error& error) override {
    // An exception, where TensorFlow let one out, has left no status, and its inputs held.
    feeds_.clear();
    const bool thrown = status_.ok();
    deferred_.Reject(
        Status::MakeError(Env(), thrown ? error.Message() : status_.message(), thrown ? "INTERNAL" : status_.code()).Value());
    open_->KeepWhileBorrowed(std::move(borrowed_));
  }

 private:
  void RunOnce(const std::vector<const TF_Operation*>& targets) {
    if (options_) metadata_.reset(TF_NewBuffer());
    std::vector<TF_Tensor*> feeds, fetched(fetch_outputs_.size(), nullptr);
    for (const TensorHandle& feed : feeds_) feeds.push_back(feed.get());
    TF_SessionRun(open_->session, options_.get(), feed_outputs_.data(), feeds.data(), feeds.size(),
                  fetch_outputs_.data(), fetched.data(), fetched.size(), targets.data(), targets.size(),
                  metadata_.get(), status_.get());
    fetched_.clear();
    for (TF_Tensor* tensor : fetched) fetched_.emplace_back(tensor);
  }

  std::shared_ptr<OpenSession> open_;
  Napi::Promise::Deferred deferred_;
  Status status_;
  std::list<Borrowed> borrowed_;
  std::vector<uint32_t> copied_;  // feeds that were to be borrowed and could not be
  std::vector<TF_Output> feed_outputs_, fetch_outputs_;
  std::vector<TensorHandle> feeds_, fetched_;
  std::vector<const TF_Operation*> targets_;
  BufferHandle options_, metadata_;
  std::string guard_;
  bool applied_ = true;
};

}  // namespace

OpenSession::~OpenSession() {
  if (session != nullptr) {
    Status ignored;
    TF_CloseSession(session, ignored.get());
    TF_DeleteSession(session, ignored.get());
  }
  KeepWhileBorrowed({});
  // Better memory that is never freed than memory that is read after it was.
  for (Borrowed& borrowed : still_borrowed) borrowed.array.SuppressDestruct();
}

void OpenSession::KeepWhileBorrowed(std::list<Borrowed> borrowed) {
  still_borrowed.splice(still_borrowed.end(), borrowed);
  still_borrowed.remove_if([](const Borrowed& one) { return one.state->released.load(); });
}

Napi::Function Session::Define(Napi::Env env) {
  return DefineClass(env, "Session",
                     {InstanceMethod<&Session::Devices>("devices"), InstanceMethod<&Session::Run>("run"),
                      InstanceMethod<&Session::Close>("close")});
}

Session::Session(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Session>(info), open_(std::make_shared<OpenSession>()) {
  const Napi::Env env = info.Env();
  const auto config = info[1].As<Napi::Uint8Array>();
  open_->nodes = Graph::Unwrap(info[0].As<Napi::Object>())->nodes();
  const std::unique_ptr<TF_SessionOptions, Releaser<TF_DeleteSessionOptions>> options(TF_NewSessionOptions());
  Status status;
  TF_SetConfig(options.get(), config.Data(), config.ByteLength(), status.get());
  status.Check(env);
  open_->session = TF_NewSession(open_->nodes->graph, options.get(), status.get());
  status.Check(env);
}

OpenSession& Session::Open(Napi::Env env) {
  if (!open_) throw Status::MakeError(env, "the session is closed", "FAILED_PRECONDITION");
  return *open_;
}

Napi::Value Session::Devices(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Status status;
  TF_DeviceList* devices = TF_SessionListDevices(Open(env).session, status.get());
  status.Check(env);
  Napi::Array names = Napi::Array::New(env);
  for (int i = 0; i < TF_DeviceListCount(devices); i++)
    names.Set(i, Napi::String::New(env, TF_DeviceListName(devices, i, status.get())));
  TF_DeleteDeviceList(devices);
  return names;
}

Napi::Value Session::Run(const Napi::CallbackInfo& info) {
  Open(info.Env());
  auto worker = std::make_unique<RunWorker>(info.Env(), open_);
  const Napi::Promise promise = worker->Start(info);
  // It deletes itself once it has answered.
  worker.release();
  return promise;
}

void Session::Close(const Napi::CallbackInfo&) { open_.reset(); }

}  // namespace arcface
