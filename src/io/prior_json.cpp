#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "io/prior_document.hpp"
#include "swarmcast/curve.hpp"
#include "swarmcast/read.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

using Json = nlohmann::json;
using Path = std::vector<std::string>;
using Names = std::vector<std::string_view>;

constexpr std::string_view schema_name = "swarmcast/prior/1";
constexpr std::size_t largest_prior = std::size_t{1}
                                      << 20;  // bytes, hundreds of times the size of a prior that names every curve

/// Where a number may lie. The bounds are those of docs/prior.schema.json: far outside what anything countable needs,
/// and close enough that no exponential of them overflows.
struct Domain {
  double low;
  double high;
};
constexpr Domain log_domain{-100, 100};
constexpr Domain width_domain{1e-6, 100};
constexpr Domain weight_domain{0, 1e6};
constexpr Domain optional_domain{0, 100};
constexpr Domain share_domain{0, 1};
constexpr Domain series_domain{0, 1e15};

Path operator/(Path path, std::string_view key) {
  path.emplace_back(key);
  return path;
}

/// Turns a document into a prior. The first thing wrong is kept, and everything after it is of no account.
class PriorReader {
 public:
  explicit PriorReader(std::string_view source) : source_(source) {}

  Result<Prior> read(const Json& document) {
    Prior prior;
    if (!document.is_object()) {
      fail("the prior is not a JSON object");
    } else if (check_schema(document) &&
               check_keys(document, {}, {"log_sigma", "correlation_length", "log_level_sd", "curves"},
                          {"schema", "name", "nugget", "stop_hazard", "absolute", "origin"})) {
      prior.name = name(document);
      prior.log_sigma = normal(document["log_sigma"], {"log_sigma"});
      prior.correlation_length = number(document["correlation_length"], {"correlation_length"}, width_domain);
      prior.log_level_sd = number(document["log_level_sd"], {"log_level_sd"}, width_domain);
      prior.nugget = number_or_none(document, "nugget");
      prior.stop_hazard = number_or_none(document, "stop_hazard");
      prior.absolute = absolute(document);
      read_curves(document["curves"], prior.curves);
      if (const auto found = document.find("origin"); found != document.end()) prior.origin = origin(*found);
    }
    if (error_) return *std::move(error_);
    return prior;
  }

 private:
  void fail(std::string message) {
    if (!error_) error_ = Error{ErrorCode::bad_prior, std::move(message), {.source = std::string(source_)}};
  }

  /// Before the keys: those of another schema mean nothing.
  bool check_schema(const Json& document) {
    const auto schema = document.find("schema");
    if (schema == document.end() || *schema == schema_name) return true;
    fail(fmt::format("the prior is of schema {}, and only \"{}\" is known", schema_of(*schema), schema_name));
    return false;
  }

  static std::string schema_of(const Json& schema) {
    return schema.is_string() ? quote(schema.get_ref<const std::string&>()) : schema.type_name();
  }

  /// Checks that a value is an object with all of the required keys, and no others but the optional ones.
  bool check_keys(const Json& value, const Path& path, const Names& required, const Names& optional) {
    if (!value.is_object()) {
      fail(fmt::format("{} in the prior is not an object", quoted_path(path)));
      return false;
    }
    Names known = required;
    known.insert(known.end(), optional.begin(), optional.end());
    for (const auto& [key, unused] : value.items()) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      fail(fmt::format("unknown key {} in the prior{}", quoted_path(path / key), meant(key, known)));
      return false;
    }
    for (const std::string_view key : required) {
      if (value.contains(key)) continue;
      fail(fmt::format("the prior lacks the key {}", quoted_path(path / key)));
      return false;
    }
    return true;
  }

  static std::string meant(std::string_view word, std::span<const std::string_view> candidates) {
    const auto near = nearest(word, candidates);
    return near ? fmt::format(": did you mean \"{}\"?", *near) : "";
  }

  std::string name(const Json& document) {
    const auto found = document.find("name");
    return found == document.end() ? "unnamed" : text(*found, {"name"});
  }

  double number(const Json& value, const Path& path, Domain domain) {
    if (!value.is_number()) {
      fail(fmt::format("{} in the prior is not a number", quoted_path(path)));
      return 0;
    }
    const auto found = value.get<double>();
    if (!(found >= domain.low && found <= domain.high)) {
      fail(fmt::format("{} in the prior is {}: it must lie between {} and {}", quoted_path(path), found, domain.low,
                       domain.high));
    }
    return found;
  }

  /// Of a term that is off where it is absent.
  double number_or_none(const Json& document, std::string_view key) {
    const auto found = document.find(key);
    return found == document.end() ? 0 : number(*found, Path{} / key, optional_domain);
  }

  bool absolute(const Json& document) {
    const auto found = document.find("absolute");
    if (found == document.end()) return false;
    if (found->is_boolean()) return found->get<bool>();
    fail("\"absolute\" in the prior is neither true nor false");
    return false;
  }

  PriorOrigin origin(const Json& value) {
    const Path path{"origin"};
    PriorOrigin out;
    if (!check_keys(value, path, {"series", "sha256", "version", "started_from", "kept"}, {"date"})) return out;
    out.series = static_cast<std::size_t>(number(value["series"], path / "series", series_domain));
    out.kept = number(value["kept"], path / "kept", share_domain);
    out.sha256 = text(value["sha256"], path / "sha256");
    out.version = text(value["version"], path / "version");
    out.started_from = text(value["started_from"], path / "started_from");
    if (value.contains("date")) out.date = text(value["date"], path / "date");
    return out;
  }

  std::string text(const Json& value, const Path& path) {
    if (value.is_string()) return value.get<std::string>();
    fail(fmt::format("{} in the prior is not a text", quoted_path(path)));
    return {};
  }

  Normal normal(const Json& value, const Path& path) {
    if (!check_keys(value, path, {"mean", "sd"}, {})) return {};
    return {number(value["mean"], path / "mean", log_domain), number(value["sd"], path / "sd", width_domain)};
  }

  /// In the order of curves(), whatever that of the document.
  void read_curves(const Json& value, std::vector<CurvePrior>& out) {
    Names known;
    for (const Curve& curve : growth_curves()) known.push_back(curve.name);
    if (!check_keys(value, {"curves"}, {}, known)) return;
    for (const Curve& curve : growth_curves()) {
      const auto found = value.find(curve.name);
      if (found == value.end()) continue;
      CurvePrior read = read_curve(*found, curve);
      if (read.weight > 0) out.push_back(std::move(read));
    }
    if (out.empty()) fail("the prior gives no curve a weight above 0");
  }

  CurvePrior read_curve(const Json& value, const Curve& curve) {
    const Path path = Path{"curves"} / curve.name;
    CurvePrior out{.curve = std::string(curve.name), .weight = 0, .log_timescale = {}, .log_shape = {}};
    Names required{"weight"};
    if (curve.has_timescale) required.emplace_back("log_timescale");
    if (curve.has_shape) required.emplace_back("log_shape");
    if (!check_parameters(value, path, curve) || !check_keys(value, path, required, {})) return out;
    out.weight = number(value["weight"], path / "weight", weight_domain);
    if (curve.has_timescale) out.log_timescale = normal(value["log_timescale"], path / "log_timescale");
    if (curve.has_shape) out.log_shape = normal(value["log_shape"], path / "log_shape");
    return out;
  }

  /// A parameter that other curves have deserves a better answer than "unknown key".
  bool check_parameters(const Json& value, const Path& path, const Curve& curve) {
    for (const auto& [key, has] : {std::pair{"log_timescale", curve.has_timescale}, {"log_shape", curve.has_shape}}) {
      if (has || !value.is_object() || !value.contains(key)) continue;
      fail(fmt::format("{} in the prior: the curve {} has no such parameter", quoted_path(path / key), curve.name));
      return false;
    }
    return true;
  }

  std::string_view source_;
  std::optional<Error> error_;
};

nlohmann::ordered_json to_json(const Normal& normal) { return {{"mean", normal.mean}, {"sd", normal.sd}}; }

nlohmann::ordered_json to_json(const PriorOrigin& origin) {
  nlohmann::ordered_json out{{"series", origin.series},
                             {"sha256", origin.sha256},
                             {"version", origin.version},
                             {"started_from", origin.started_from},
                             {"kept", origin.kept}};
  if (!origin.date.empty()) out["date"] = origin.date;
  return out;
}

}  // namespace

Result<Prior> read_prior(std::string_view bytes, std::string_view source) {
  if (bytes.size() > largest_prior) {
    return Error{ErrorCode::bad_prior,
                 fmt::format("the prior is {} bytes long: a prior has at most {}", bytes.size(), largest_prior),
                 {.source = std::string(source)}};
  }
  const Result<Json> document = parse_prior_document(bytes, source);
  if (!document) return document.error();
  return PriorReader(source).read(*document);
}

std::string write_prior(const Prior& prior) {
  using Ordered = nlohmann::ordered_json;
  Ordered curves = Ordered::object();
  for (const CurvePrior& curve : prior.curves) {
    Ordered& entry = curves[curve.curve];
    entry["weight"] = curve.weight;
    if (curve.log_timescale) entry["log_timescale"] = to_json(*curve.log_timescale);
    if (curve.log_shape) entry["log_shape"] = to_json(*curve.log_shape);
  }
  Ordered document{{"schema", schema_name}, {"name", prior.name}};
  if (prior.origin) document["origin"] = to_json(*prior.origin);
  document["log_sigma"] = to_json(prior.log_sigma);
  document["correlation_length"] = prior.correlation_length;
  document["log_level_sd"] = prior.log_level_sd;
  // What is off is left out, so that priors without these terms look as they always did.
  if (prior.nugget > 0) document["nugget"] = prior.nugget;
  if (prior.stop_hazard > 0) document["stop_hazard"] = prior.stop_hazard;
  if (prior.absolute) document["absolute"] = true;
  document["curves"] = curves;
  constexpr int indent = 2;
  return document.dump(indent, ' ', true, Ordered::error_handler_t::replace) + '\n';
}

}  // namespace swarmcast
