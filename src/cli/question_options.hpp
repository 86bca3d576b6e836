#pragma once
/// What a command is asked about a series, and by which method it answers.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option.hpp"
#include "cli/prior_option.hpp"
#include "swarmcast/projection.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast::cli {

inline constexpr std::array<std::string_view, 2> method_choices{"posterior", "least-squares"};
inline constexpr std::array<std::string_view, 2> band_choices{"prediction", "confidence"};

inline constexpr Option horizons_option{.group = "Question",
                                        .name = "--at",
                                        .value = "LIST",
                                        .help =
                                            "24h,48h,7d after the release, +12h after the last\n"
                                            "reading, or clock times (default: up to ten times its\n"
                                            "age)"};
inline constexpr Option level_option{
    .group = "Question", .name = "--level", .value = "LIST", .help = "bands in percent (default: 80,95)"};
inline constexpr Option reach_option{.group = "Question",
                                     .name = "--reach",
                                     .value = "COUNT",
                                     .help = "when will it get there? May be given more than once",
                                     .repeats = true};
inline constexpr Option against_option{.group = "Question",
                                       .name = "--against",
                                       .value = "NUMBER:LABEL",
                                       .help =
                                           "how many times that number is it? 152000:ratings; may\n"
                                           "be given more than once",
                                       .repeats = true};
inline constexpr Option compare_option{
    .group = "Question", .name = "--compare", .help = "also what simpler methods would say"};
inline constexpr Option explain_option{.group = "Question",
                                       .name = "--explain",
                                       .help =
                                           "also what each curve makes of the readings, and which\n"
                                           "next reading would tell most (table and JSON)"};
inline constexpr Option method_option{.group = "Question",
                                      .name = "--method",
                                      .value = "NAME",
                                      .help =
                                          "posterior (the default), or least-squares: as other\n"
                                          "tools do it, with bands that are too narrow",
                                      .choices = method_choices};
inline constexpr Option band_option{.group = "Question",
                                    .name = "--band",
                                    .value = "KIND",
                                    .help =
                                        "of least squares: prediction (the default: of a new\n"
                                        "count) or confidence (of the curve)",
                                    .choices = band_choices};

/// All of them, in the order of the help.
inline constexpr std::array question_options{horizons_option, level_option,   reach_option, against_option,
                                             compare_option,  explain_option, curve_option, prior_option,
                                             method_option,   band_option};

/// What a command line asks.
struct Inquiry {
  Question question{};
  bool compare = false;
  bool explain = false;
  std::optional<BandKind> least_squares{};  ///< null: by the posterior
  std::vector<std::string> curves{};        ///< of least squares; empty: all
  Prior prior{};                            ///< of the posterior

  /// Error: those of project() and project_by_least_squares().
  [[nodiscard]] Result<Projection> answer(const Series& series, ProjectionOptions options) const;
};

/// Every error has its place.
[[nodiscard]] Result<Inquiry> read_inquiry(const Arguments& arguments);

/// What options_for() or Inquiry::answer() refuses, at the option that asked for it.
[[nodiscard]] Error at_question(const Error& error, const Arguments& arguments);

}  // namespace swarmcast::cli
