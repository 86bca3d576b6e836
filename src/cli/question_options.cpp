#include "cli/question_options.hpp"

#include <fmt/format.h>

#include <utility>

#include "cli/option_values.hpp"
#include "inference/curve_choice.hpp"

namespace swarmcast::cli {
namespace {

Result<Question> read_question(const Arguments& arguments) {
  Question question;
  if (const auto* list = arguments.value(horizons_option)) {
    auto horizons = parse_horizons(*list);
    if (!horizons) return at_option(horizons.error(), horizons_option, *list);
    question.at = *std::move(horizons);
  }
  if (const auto* list = arguments.value(level_option)) {
    auto levels = parse_levels(*list);
    if (!levels) return at_option(levels.error(), level_option, *list);
    question.levels = *std::move(levels);
  }
  for (const auto& text : arguments.all(reach_option)) {
    const auto count = parse_plain_count(text);
    if (!count) return at_option(count.error(), reach_option, text);
    if (!question.reach) question.reach.emplace();
    question.reach->push_back(*count);
  }
  for (const auto& text : arguments.all(against_option)) {
    auto yardstick = parse_yardstick(text);
    if (!yardstick) return at_option(yardstick.error(), against_option, text);
    if (!question.against) question.against.emplace();
    question.against->push_back(*std::move(yardstick));
  }
  return question;
}

/// An option that has no part in the method.
std::optional<Error> misplaced_option(const Arguments& arguments, bool least_squares) {
  const auto misplaced = [&](const Option& option, std::string_view way_out) {
    const auto message = fmt::format("{} has no part in this method: leave it out, or {}", option.name, way_out);
    return Error{ErrorCode::usage, message, {}};
  };
  if (!least_squares) {
    if (arguments.has(band_option)) return misplaced(band_option, "choose --method least-squares");
    return std::nullopt;
  }
  for (const auto* option : {&prior_option, &reach_option, &compare_option, &explain_option}) {
    if (arguments.has(*option)) return misplaced(*option, "leave --method out");
  }
  return std::nullopt;
}

}  // namespace

Result<Inquiry> read_inquiry(const Arguments& arguments) {
  const auto* method = arguments.value(method_option);
  const bool least_squares = method != nullptr && *method == "least-squares";
  if (auto error = misplaced_option(arguments, least_squares)) return *std::move(error);
  auto question = read_question(arguments);
  if (!question) return question.error();
  Inquiry inquiry{.question = *std::move(question),
                  .compare = arguments.has(compare_option),
                  .explain = arguments.has(explain_option)};
  if (least_squares) {
    const auto* band = arguments.value(band_option);
    inquiry.least_squares = band != nullptr && *band == "confidence" ? BandKind::confidence : BandKind::prediction;
    if (const auto* list = arguments.value(curve_option)) inquiry.curves = split_list(*list);
    for (const std::string& curve : inquiry.curves) {
      if (const auto error = check_curve(curve, CurveUse::fit)) return place_at(*error, std::string(curve_option.name));
    }
    return inquiry;
  }
  auto prior = read_prior_choice(arguments);
  if (!prior) return prior.error();
  inquiry.prior = *std::move(prior);
  return inquiry;
}

Result<Projection> Inquiry::answer(const Series& series, ProjectionOptions options) const {
  options.compare = compare;
  options.explain = explain;
  if (least_squares) return project_by_least_squares(series, curves, options, *least_squares);
  return project(series, prior, options);
}

Error at_question(const Error& error, const Arguments& arguments) {
  for (const auto& [code, option] :
       {std::pair{ErrorCode::bad_horizon, &horizons_option}, std::pair{ErrorCode::no_release, &horizons_option},
        std::pair{ErrorCode::bad_level, &level_option}, std::pair{ErrorCode::bad_reach, &reach_option},
        std::pair{ErrorCode::unknown_curve, &curve_option}}) {
    if (error.code != code) continue;
    const auto values = arguments.all(*option);
    if (values.size() == 1 && code != ErrorCode::unknown_curve) return at_option(error, *option, values.front());
    return place_at(error, std::string(option->name));
  }
  return error;
}

}  // namespace swarmcast::cli
