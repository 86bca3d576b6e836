#include "io/prior_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

using Json = nlohmann::json;

/// Builds the document from the parser's events; an event that returns false stops the parser.
class DocumentBuilder : public nlohmann::json_sax<Json> {
 public:
  DocumentBuilder(std::string_view bytes, std::string_view source) : bytes_(bytes), source_(source) {}

  [[nodiscard]] Result<Json> result() && {
    if (error_) return *std::move(error_);
    return std::move(root_);
  }

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(std::int64_t value) override { return put(value); }
  bool number_unsigned(std::uint64_t value) override { return put(value); }
  bool number_float(double value, const std::string& /*text*/) override { return put(value); }
  bool string(std::string& value) override { return put(std::move(value)); }
  bool binary(Json::binary_t& /*value*/) override { return fail("holds binary data"); }
  bool start_array(std::size_t /*size*/) override {
    return fail(fmt::format("holds a list at {}, where none is known", quoted_path(path_)));
  }
  bool end_array() override { return true; }

  bool start_object(std::size_t /*size*/) override {
    constexpr std::size_t deepest = 4;
    if (open_.size() == deepest) return fail(fmt::format("nests too deep at {}", quoted_path(path_)));
    open_.push_back(&place_for_value());
    *open_.back() = Json::object();
    return true;
  }

  bool key(std::string& name) override {
    path_.push_back(name);
    if (open_.back()->contains(name)) return fail(fmt::format("gives {} twice", quoted_path(path_)));
    return true;
  }

  bool end_object() override {
    open_.pop_back();
    leave_key();
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/, const Json::exception& reason) override {
    constexpr int number_out_of_range = 406;
    const std::size_t offset = std::min(position > 0 ? position - 1 : 0, bytes_.size());
    error_ = Error{ErrorCode::bad_prior,
                   reason.id == number_out_of_range ? "the prior holds a number too large for a computer's"
                                                    : "the prior is not valid JSON from here on",
                   locate(bytes_, source_, offset, std::min<std::size_t>(1, bytes_.size() - offset))};
    return false;
  }

 private:
  Json& place_for_value() { return open_.empty() ? root_ : (*open_.back())[path_.back()]; }

  void leave_key() {
    if (!path_.empty()) path_.pop_back();
  }

  bool put(Json value) {
    place_for_value() = std::move(value);
    leave_key();
    return true;
  }

  bool fail(const std::string& what) {
    error_ = Error{ErrorCode::bad_prior, "the prior " + what, {.source = std::string(source_)}};
    return false;
  }

  std::string_view bytes_;
  std::string_view source_;
  Json root_;
  std::vector<Json*> open_;        // the objects being read, outermost first; a map's values stay where they are
  std::vector<std::string> path_;  // the keys that lead to the next value
  std::optional<Error> error_;
};

}  // namespace

Result<Json> parse_prior_document(std::string_view bytes, std::string_view source) {
  DocumentBuilder builder(bytes, source);
  Json::sax_parse(bytes.begin(), bytes.end(), &builder);
  return std::move(builder).result();
}

std::string quoted_path(const std::vector<std::string>& path) {
  std::string joined;
  for (const std::string& key : path) joined += (joined.empty() ? "" : ".") + key;
  return joined.empty() ? "the top" : quote(joined);  // unqualified, it would be std::quoted
}

}  // namespace swarmcast
