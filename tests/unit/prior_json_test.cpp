#include <doctest/doctest.h>

#include <string>

#include "swarmcast/curve.hpp"
#include "swarmcast/read.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

/// A small prior as text, with one piece replaced.
std::string prior_text(std::string_view piece = {}, std::string_view replacement = {}) {
  std::string text = R"({
  "schema": "swarmcast/prior/1",
  "name": "small",
  "log_sigma": {"mean": -0.7, "sd": 0.8},
  "correlation_length": 0.3,
  "log_level_sd": 1,
  "curves": {
    "power": {"weight": 2.385, "log_shape": {"mean": -0.7, "sd": 0.55}},
    "hyperbolic": {"weight": 1, "log_timescale": {"mean": 0.65, "sd": 1.7}},
    "hill": {"weight": 0, "log_timescale": {"mean": 1.15, "sd": 1.9}, "log_shape": {"mean": -0.05, "sd": 0.55}}
  }
}
)";
  if (!piece.empty()) {
    REQUIRE(text.find(piece) != std::string::npos);
    text.replace(text.find(piece), piece.size(), replacement);
  }
  return text;
}

std::string refusal(std::string_view text) {
  const auto result = read_prior(text, "p.json");
  REQUIRE_FALSE_MESSAGE(result, text);
  CHECK(result.error().code == ErrorCode::bad_prior);
  CHECK(result.error().place.source == "p.json");
  return result.error().message;
}

std::string refusal(std::string_view piece, std::string_view replacement) {
  return refusal(prior_text(piece, replacement));
}

TEST_CASE("a prior is read") {
  const auto prior = read_prior(prior_text(), "p.json");
  REQUIRE_MESSAGE(prior, prior.error().message);
  const Prior expected{.name = "small",
                       .log_sigma = {-0.7, 0.8},
                       .correlation_length = 0.3,
                       .log_level_sd = 1,
                       .curves = {{"power", 2.385, {}, Normal{-0.7, 0.55}}, {"hyperbolic", 1, Normal{0.65, 1.7}, {}}}};
  CHECK(*prior == expected);  // hill, of weight 0, is left out
}

TEST_CASE("schema and name may be absent, and the order of curves is that of curves()") {
  CHECK(*read_prior(prior_text("\"schema\": \"swarmcast/prior/1\",", ""), "p.json") ==
        *read_prior(prior_text(), "p.json"));
  CHECK(read_prior(prior_text("\"name\": \"small\",", ""), "p.json")->name == "unnamed");
  const auto prior = read_prior(prior_text("\"weight\": 0", "\"weight\": 0.5"), "p.json");
  REQUIRE(prior);
  REQUIRE(prior->curves.size() == 3);
  const auto position = [](const std::string& name) { return find_curve(name) - curves().data(); };
  CHECK(position(prior->curves[0].curve) < position(prior->curves[1].curve));
  CHECK(position(prior->curves[1].curve) < position(prior->curves[2].curve));
}

TEST_CASE("terms that a prior may have") {
  const std::string_view place = "\"log_level_sd\": 1,";
  const auto with = [&](std::string_view more) { return prior_text(place, std::string(place) + std::string(more)); };
  const std::string origin =
      R"("origin": {"series": 31, "sha256": "ab", "version": "0.1.0", "started_from": "x", "kept": 0.385},)";
  const auto prior =
      read_prior(with(R"("nugget": 1.385, "stop_hazard": 0.0617, "absolute": true,)" + origin), "p.json");
  REQUIRE_MESSAGE(prior, prior.error().message);
  CHECK(prior->nugget == 1.385);
  CHECK(prior->stop_hazard == 0.0617);
  CHECK(prior->absolute);
  CHECK(*prior->origin == PriorOrigin{31, "ab", "0.1.0", "", "x", 0.385});
  CHECK(*read_prior(write_prior(*prior), "p.json") == *prior);
  CHECK(*read_prior(with(R"("nugget": 0, "stop_hazard": 0, "absolute": false,)"), "p.json") ==
        *read_prior(prior_text(), "p.json"));

  CHECK(refusal(with(R"("nugget": -1,)")) == "\"nugget\" in the prior is -1: it must lie between 0 and 100");
  CHECK(refusal(with(R"("stop_hazard": "1",)")) == "\"stop_hazard\" in the prior is not a number");
  CHECK(refusal(with(R"("absolute": 1,)")) == "\"absolute\" in the prior is neither true nor false");
  CHECK(refusal(with(R"("origin": {"series": 31},)")) == "the prior lacks the key \"origin.sha256\"");
  CHECK(refusal(with(R"("nuget": 1,)")) == "unknown key \"nuget\" in the prior: did you mean \"nugget\"?");
}

TEST_CASE("a prior is written and read back to the bit") {
  Prior prior = *read_prior(prior_text(), "p.json");
  prior.name = "a \"quoted\" name \u00e9\n";
  prior.log_sigma = {-0.1 - 0.2, 1.0 / 3};
  prior.curves[0].weight = 0x1.fffffffffffffp-3;
  prior.curves[1].log_timescale = Normal{-1e-300, 2.385e-5};
  const std::string text = write_prior(prior);
  const auto back = read_prior(text, "p.json");
  REQUIRE_MESSAGE(back, back.error().message);
  CHECK(*back == prior);
  CHECK(write_prior(*back) == text);
}

TEST_CASE("another schema is refused by name") {
  CHECK(refusal("swarmcast/prior/1", "swarmcast/prior/2") ==
        "the prior is of schema \"swarmcast/prior/2\", and only \"swarmcast/prior/1\" is known");
  CHECK(refusal("{\"schema\": \"other\", \"x\": 1}").find("\"other\"") != std::string::npos);
  CHECK(refusal("\"swarmcast/prior/1\"", "1").find("of schema number") != std::string::npos);
}

TEST_CASE("keys that are unknown, missing or given twice are named with their path") {
  CHECK(refusal("\"name\"", "\"nam\"") == "unknown key \"nam\" in the prior: did you mean \"name\"?");
  CHECK(refusal("\"weight\": 2.385", "\"weigth\": 2.385") ==
        "unknown key \"curves.power.weigth\" in the prior: did you mean \"weight\"?");
  CHECK(refusal("\"hill\"", "\"hil\"") == "unknown key \"curves.hil\" in the prior: did you mean \"hill\"?");
  CHECK(refusal("\"mean\": -0.7, \"sd\": 0.8", "\"mean\": -0.7, \"sd\": 0.8, \"swarm\": 1") ==
        "unknown key \"log_sigma.swarm\" in the prior");
  CHECK(refusal("\"correlation_length\": 0.3,", "") == "the prior lacks the key \"correlation_length\"");
  CHECK(refusal(", \"sd\": 0.55}}", "}}") == "the prior lacks the key \"curves.power.log_shape.sd\"");
  CHECK(refusal("\"weight\": 2.385, ", "") == "the prior lacks the key \"curves.power.weight\"");
  CHECK(refusal("\"weight\": 1, \"log_timescale\": {\"mean\": 0.65, \"sd\": 1.7}", "\"weight\": 1") ==
        "the prior lacks the key \"curves.hyperbolic.log_timescale\"");
  CHECK(refusal("\"log_shape\"", "\"log_timescale\": {\"mean\": 0, \"sd\": 1}, \"log_shape\"") ==
        "\"curves.power.log_timescale\" in the prior: the curve power has no such parameter");
  CHECK(refusal("\"sd\": 0.8", "\"sd\": 0.8, \"sd\": 0.9") == "the prior gives \"log_sigma.sd\" twice");
  CHECK(refusal("\"hyperbolic\"", "\"power\"") == "the prior gives \"curves.power\" twice");
  CHECK(refusal("\"log_sigma\"", "\"log_sigma.sd\"").find("unknown key") != std::string::npos);
}

TEST_CASE("values of the wrong kind or outside their domain") {
  CHECK(refusal("\"sd\": 0.8", "\"sd\": 0") == "\"log_sigma.sd\" in the prior is 0: it must lie between 1e-06 and 100");
  CHECK(refusal("\"weight\": 2.385", "\"weight\": -1") ==
        "\"curves.power.weight\" in the prior is -1: it must lie between 0 and 1000000");
  CHECK(refusal("0.3", "-0.3").find("\"correlation_length\"") == 0);
  CHECK(refusal("\"mean\": -0.7", "\"mean\": 1e300").find("\"log_sigma.mean\"") == 0);
  CHECK(refusal("0.3", "\"0.3\"") == "\"correlation_length\" in the prior is not a number");
  CHECK(refusal("0.3", "null") == "\"correlation_length\" in the prior is not a number");
  CHECK(refusal("\"small\"", "1") == "\"name\" in the prior is not a text");
  CHECK(refusal("{\"mean\": -0.7, \"sd\": 0.8}", "0.8") == "\"log_sigma\" in the prior is not an object");
  CHECK(refusal("{\"mean\": -0.7, \"sd\": 0.8}", "[-0.7, 0.8]") ==
        "the prior holds a list at \"log_sigma\", where none is known");
  CHECK(refusal("7") == "the prior is not a JSON object");
  CHECK(refusal("[]").find("list at the top") != std::string::npos);
  std::string weightless = prior_text("\"weight\": 2.385", "\"weight\": 0");
  weightless.replace(weightless.find("\"weight\": 1"), 11, "\"weight\": 0");
  CHECK(refusal(weightless) == "the prior gives no curve a weight above 0");
}

TEST_CASE("what is not JSON is told with line and column") {
  const auto at = [](const std::string& text) {
    const auto result = read_prior(text, "p.json");
    REQUIRE_FALSE(result);
    CHECK(result.error().message == "the prior is not valid JSON from here on");
    return std::pair{result.error().place.line, result.error().place.column};
  };
  CHECK(at(prior_text("\"name\": \"small\",", "\"name\"; \"small\",")) == std::pair<std::size_t, std::size_t>{3, 9});
  CHECK(at("") == std::pair<std::size_t, std::size_t>{1, 1});
  CHECK(at("{\n") == std::pair<std::size_t, std::size_t>{2, 1});
  at(prior_text() + "x");
  at(prior_text("0.3", "NaN"));
  at(prior_text("0.3", ".3"));
  at(prior_text("small", "sm\xff"));
  at(std::string("{\0}", 3));
  CHECK(refusal("0.3", "1e999") == "the prior holds a number too large for a computer's");
}

TEST_CASE("hostile priors") {
  constexpr std::size_t many = 200000;
  std::string deep;
  for (std::size_t i = 0; i < many; ++i) deep += "{\"a\":";
  CHECK(refusal(deep).find("nests too deep at \"a.a.a.a\"") != std::string::npos);
  CHECK(refusal(std::string(many, '[')).find("list") != std::string::npos);
  CHECK(refusal(std::string((std::size_t{1} << 20) + 1, ' ')).find("at most 1048576") != std::string::npos);
  CHECK(refusal("{\"" + std::string(many, 'k') + "\": 1}").size() < 200);
  CHECK(refusal("{\"\\u001b[31m\": 1}").find('\x1b') == std::string::npos);
}

}  // namespace
}  // namespace swarmcast
