#include "parallel-for.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace arcface {
namespace {

class Pool {
 public:
  Pool() {
    const unsigned cores = std::thread::hardware_concurrency();
    for (unsigned i = 1; i < cores; i++) std::thread([this] { Work(); }).detach();
    helpers_ = cores > 1 ? static_cast<int>(cores) - 1 : 0;
  }

  void Run(int count, const std::function<void(int)>& body) {
    std::unique_lock<std::mutex> owner(owner_, std::try_to_lock);
    if (!owner.owns_lock() || helpers_ == 0 || count == 1) {
      for (int i = 0; i < count; i++) body(i);
      return;
    }
    {
      std::lock_guard<std::mutex> lock(mutex_);
      body_ = &body;
      count_ = count;
      next_ = 0;
      busy_ = helpers_;
      generation_++;
    }
    wake_.notify_all();
    Take(body, count);
    // Every helper has seen this loop once it stops being busy; only then may `body` go out of scope.
    std::unique_lock<std::mutex> lock(mutex_);
    done_.wait(lock, [this] { return busy_ == 0; });
  }

 private:
  void Take(const std::function<void(int)>& body, int count) {
    for (int i = next_++; i < count; i = next_++) body(i);
  }

  void Work() {
    int seen = 0;
    while (true) {
      const std::function<void(int)>* body;
      int count;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [&] { return generation_ != seen; });
        seen = generation_;
        body = body_;
        count = count_;
      }
      Take(*body, count);
      std::lock_guard<std::mutex> lock(mutex_);
      if (--busy_ == 0) done_.notify_one();
    }
  }

  std::mutex owner_, mutex_;
  std::condition_variable wake_, done_;
  const std::function<void(int)>* body_ = nullptr;
  std::atomic<int> next_{0};
  int count_ = 0, busy_ = 0, generation_ = 0, helpers_ = 0;
};

}  // namespace

void ParallelFor(int count, const std::function<void(int)>& body) {
  // Never destroyed: its threads wait on it until the process ends.
  static Pool* pool = new Pool();
  pool->Run(count, body);
}

}  // namespace arcface
