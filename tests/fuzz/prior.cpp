// Priors: read_prior(), and back through write_prior().

#include <optional>

#include "fuzz/checks.hpp"
#include "swarmcast/curve.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast::fuzz {
namespace {

bool is_above_0(double value) { return std::isfinite(value) && value > 0; }

void check_normal(const Normal& normal) {
  demand(std::isfinite(normal.mean) && is_above_0(normal.sd), "a normal distribution is one");
}

void check_prior(const Prior& prior) {
  check_normal(prior.log_sigma);
  demand(is_above_0(prior.correlation_length), "a correlation length is above 0");
  demand(is_above_0(prior.log_level_sd), "the deviation of the level is above 0");
  demand(!prior.curves.empty(), "a prior has a curve");
  const Curve* before = nullptr;
  for (const CurvePrior& part : prior.curves) {
    const Curve* const curve = find_curve(part.curve);
    demand(curve != nullptr, "the curves of a prior are known", part.curve);
    demand(before == nullptr || before < curve, "the curves of a prior are in order, each once", part.curve);
    before = curve;
    demand(is_above_0(part.weight), "a weight is above 0");
    demand(part.log_timescale.has_value() == curve->has_timescale, "a timescale where the curve has one", part.curve);
    demand(part.log_shape.has_value() == curve->has_shape, "a shape where the curve has one", part.curve);
    if (part.log_timescale) check_normal(*part.log_timescale);
    if (part.log_shape) check_normal(*part.log_shape);
  }
}

}  // namespace
}  // namespace swarmcast::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace swarmcast;
  using namespace swarmcast::fuzz;
  const std::string_view bytes = as_text(data, size);
  const Result<Prior> prior = read_prior(bytes, "input");
  if (!prior) {
    check_error(prior.error(), bytes);
    demand(prior.error().place.source == "input", "an error names the file");
    return 0;
  }
  check_prior(*prior);
  const std::string written = write_prior(*prior);
  const Result<Prior> back = read_prior(written, "input");
  demand(back && *back == *prior, "what is written reads back the same", written);
  demand(write_prior(*back) == written, "what is written and read is written the same", written);
  return 0;
}
