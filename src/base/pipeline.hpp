#pragma once
/// Many items, each worked on alone, their results taken in order: memory stays that of a few items for each worker,
/// however many pass through, and what comes out does not depend on how many workers there are.

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace swarmcast {

/// Items taken from the source and not yet passed to the sink, for each worker: enough that one slow item rarely keeps
/// the others waiting.
inline constexpr std::size_t items_per_worker = 4;

/// What the workers of one pipeline share. run_pipeline() below is the way to use it.
template <class Source, class Work, class Sink>
class Pipeline {
 public:
  Pipeline(std::size_t workers, Source& source, Work& work, Sink& sink)
      : source_(source), work_(work), sink_(sink), slots_(workers * items_per_worker) {}

  /// One worker, until the source ends or the sink has enough.
  void run() {
    while (std::optional<Item> item = take()) {
      const std::size_t number = item->number;
      deliver(number, work_(std::move(item->value)));
    }
  }

 private:
  using Value = typename std::invoke_result_t<Source&>::value_type;
  using Outcome = std::invoke_result_t<Work&, Value>;

  struct Item {
    std::size_t number;
    Value value;
  };

  /// The next item, once the window has room for it.
  std::optional<Item> take() {
    const std::scoped_lock turn(source_turn_);  // one at a time, so that numbers follow the order of the source
    {
      std::unique_lock lock(state_);
      room_.wait(lock, [&] { return stopped_ || taken_ - delivered_ < slots_.size(); });
      if (stopped_) return std::nullopt;
    }
    std::optional<Value> value = source_();  // results may be delivered while it waits for input
    const std::scoped_lock lock(state_);
    if (!value) stopped_ = true;
    return value ? std::optional<Item>({taken_++, *std::move(value)}) : std::nullopt;
  }

  /// Keeps the result and, unless another worker is at it, passes on all whose turn has come.
  void deliver(std::size_t number, Outcome outcome) {
    std::unique_lock lock(state_);
    slot(number).emplace(std::move(outcome));
    if (delivering_) return;
    delivering_ = true;
    while (slot(delivered_) && wanted_) {
      Outcome next = *std::move(slot(delivered_));
      slot(delivered_).reset();
      lock.unlock();
      const bool more = sink_(std::move(next));
      lock.lock();
      ++delivered_;
      if (!more) wanted_ = false;
      if (!more) stopped_ = true;
      room_.notify_all();
    }
    delivering_ = false;
  }

  std::optional<Outcome>& slot(std::size_t number) { return slots_[number % slots_.size()]; }

  Source& source_;
  Work& work_;
  Sink& sink_;
  std::mutex source_turn_;
  std::mutex state_;
  std::condition_variable room_;
  std::vector<std::optional<Outcome>> slots_;  // by number, each result from its making to its delivery
  std::size_t taken_ = 0;
  std::size_t delivered_ = 0;
  bool delivering_ = false;  // a worker is
  bool stopped_ = false;     // nothing more is taken
  bool wanted_ = true;       // by the sink
};

/// Passes every item of the source through the work to the sink, in the order of the source.
///
/// `source()` gives the next item, or nullopt at the end; `work(item)` its result; `sink(result)` is false when it
/// wants no more, which drops what is under way. The work is called by `jobs` threads at once, the caller's among them;
/// source and sink each by one at a time, though not always the same. With one job all is done in the caller's thread.
/// At most jobs * items_per_worker items are under way. None of the three may throw: that ends the program. Where the
/// system refuses threads, there are fewer. Precondition: jobs >= 1.
template <class Source, class Work, class Sink>
void run_pipeline(std::size_t jobs, Source source, Work work, Sink sink) noexcept {
  if (jobs == 1) {
    for (auto item = source(); item && sink(work(*std::move(item))); item = source()) {
    }
    return;
  }
  Pipeline<Source, Work, Sink> pipeline(jobs, source, work, sink);
  std::vector<std::jthread> others;
  others.reserve(jobs - 1);
  try {
    while (others.size() < jobs - 1) others.emplace_back([&pipeline] { pipeline.run(); });
  } catch (const std::system_error&) {  // those that have started, and this one, do the work
  }
  pipeline.run();
}

}  // namespace swarmcast
