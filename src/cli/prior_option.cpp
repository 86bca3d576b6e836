#include "cli/prior_option.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "cli/input.hpp"
#include "cli/option_values.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::size_t prior_limit = std::size_t{1} << 24;  // bytes: thousands of times a prior's size

}  // namespace

Result<Prior> read_prior_choice(const Arguments& arguments) {
  Prior prior = builtin_prior();
  if (const auto* path = arguments.value(prior_option)) {
    const auto bytes = read_file(*path, prior_limit, "--prior takes a JSON file of the schema swarmcast/prior/1");
    if (!bytes) return bytes.error();
    auto read = read_prior(*bytes, *path);
    if (!read) return place_at(read.error(), *path);
    prior = *std::move(read);
  }
  const auto* list = arguments.value(curve_option);
  if (list == nullptr) return prior;
  auto chosen = with_curves(prior, split_list(*list));
  if (!chosen) return place_at(chosen.error(), std::string(curve_option.name));
  return chosen;
}

}  // namespace swarmcast::cli
