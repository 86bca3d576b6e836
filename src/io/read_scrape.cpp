// A tracker's answer to a scrape (BEP 48): {files: {INFO-HASH: {complete, downloaded, incomplete}, ...}}, and what
// trackers make of it.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/notes.hpp"
#include "base/text.hpp"
#include "io/bencode.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

using Kind = BencodeToken::Kind;

constexpr std::size_t hash_length = 20;
constexpr std::string_view way_out =
    "fetch the scrape address, which is the announce address with announce replaced by scrape";

enum Field : std::size_t { complete, downloaded, incomplete };
constexpr std::array<std::string_view, 3> field_names{"complete", "downloaded", "incomplete"};

/// One swarm as it stands in the answer.
struct Entry {
  std::string_view key;   ///< of the input, with its length: what errors and warnings point at
  std::string info_hash;  ///< in hexadecimal
  std::array<std::optional<std::int64_t>, field_names.size()> fields{};

  [[nodiscard]] std::int64_t value(Field field) const { return fields.at(field).value_or(0); }
  [[nodiscard]] bool unknown() const {
    return value(complete) == 0 && value(downloaded) == 0 && value(incomplete) == 0;
  }
};

std::string hexadecimal(std::string_view hash) {
  std::string digits;
  for (const char c : hash) digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return digits;
}

/// Undoes UTF-8 of code points up to U+00FF, or gives nothing where the text is something else.
std::optional<std::string> unmangled(std::string_view text) {
  constexpr std::size_t longest = 2 * hash_length;
  if (text.size() > longest) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80U) {
      bytes += text[i];
      continue;
    }
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if ((byte != 0xC2U && byte != 0xC3U) || (next & 0xC0U) != 0x80U) return std::nullopt;
    bytes += static_cast<char>(((byte & 0x03U) << 6U) | (next & 0x3FU));
    ++i;
  }
  return bytes;
}

class ScrapeReader {
 public:
  ScrapeReader(std::string_view bytes, std::string_view source)
      : bytes_(bytes), source_(source), reader_(bytes, source) {}

  Result<Scrape> read() {
    if (auto error = check_nature()) return *std::move(error);
    if (auto error = read_answer()) return *std::move(error);
    if (auto error = reader_.check_end()) return *std::move(error);
    if (!failure_.part.empty()) {
      return reader_.error_at(failure_.part, fmt::format("the tracker refused to answer: {}", quote(failure_.text)));
    }
    if (files_.empty()) return no_files();
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return std::pair(std::string_view(a.info_hash), a.key.data()) <
             std::pair(std::string_view(b.info_hash), b.key.data());
    });
    if (auto error = check_repeats()) return *std::move(error);
    return scrape();
  }

 private:
  [[nodiscard]] Error not_bencoded(std::string_view what) const {
    const std::string message = fmt::format("{}, not a bencoded scrape response: {}", what, way_out);
    if (bytes_.empty()) return {ErrorCode::bad_scrape, message, {.source = std::string(source_)}};
    return reader_.error_at(bytes_.substr(0, 1), message);
  }

  /// Tells apart what comes in place of an answer.
  [[nodiscard]] std::optional<Error> check_nature() const {
    const std::size_t begin = bytes_.find_first_not_of(" \t\r\n");
    if (begin == bytes_.npos) return not_bencoded("there is nothing here");
    if (bytes_.starts_with("\x1F\x8B")) {
      return reader_.error_at(bytes_.substr(0, 2), "this is compressed: let curl --compressed unpack it");
    }
    if (bytes_[begin] == '<') return not_bencoded("this is a web page");
    if (!bytes_.starts_with('d')) return not_bencoded("this is something else");
    return std::nullopt;
  }

  std::optional<Error> read_answer() {
    if (auto token = reader_.next(); !token) return token.error();
    while (!reader_.complete()) {
      const Result<BencodeToken> key = reader_.next();
      if (!key) return key.error();
      if (key->kind != Kind::key) break;  // the end
      const Result<BencodeToken> value = reader_.next();
      if (!value) return value.error();
      if (auto error = take(*key, *value)) return error;
    }
    return std::nullopt;
  }

  std::optional<Error> take(const BencodeToken& key, const BencodeToken& value) {
    if (key.text == "files") {
      if (!files_.empty()) return reader_.error_at(key.part, "files stands twice in the response");
      files_ = key.part;
      if (value.kind != Kind::dictionary) return reader_.error_at(value.part, "files is not a dictionary of swarms");
      return read_files();
    }
    if (key.text == "failure reason" && value.kind == Kind::text) failure_ = value;
    if ((key.text == "peers" || key.text == "interval") && announce_.empty()) announce_ = key.part;
    return reader_.skip(value);
  }

  std::optional<Error> read_files() {
    for (;;) {
      const Result<BencodeToken> key = reader_.next();
      if (!key) return key.error();
      if (key->kind == Kind::end) return std::nullopt;
      const Result<BencodeToken> value = reader_.next();
      if (!value) return value.error();
      Result<std::string> info_hash = read_hash(*key);
      if (!info_hash) return info_hash.error();
      if (value->kind != Kind::dictionary) {
        return reader_.error_at(value->part, fmt::format("swarm {} has no dictionary of its counts", *info_hash));
      }
      entries_.push_back({.key = key->part, .info_hash = *std::move(info_hash)});
      if (auto error = read_entry(entries_.back())) return error;
    }
  }

  Result<std::string> read_hash(const BencodeToken& key) {
    if (key.text.size() == hash_length) return hexadecimal(key.text);
    const std::optional<std::string> hash = unmangled(key.text);
    if (!hash || hash->size() != hash_length) {
      return reader_.error_at(key.part, fmt::format("this key of {} bytes is not an info-hash: one has {} bytes",
                                                    key.text.size(), hash_length));
    }
    std::string digits = hexadecimal(*hash);
    notes_.add(WarningCode::mangled_info_hash, origin_of(key.part),
               [&] { return fmt::format("the info-hash {} was written as UTF-8, and is put right", digits); });
    return digits;
  }

  std::optional<Error> read_entry(Entry& entry) {
    for (;;) {
      const Result<BencodeToken> key = reader_.next();
      if (!key) return key.error();
      if (key->kind == Kind::end) return check_complete(entry);
      const Result<BencodeToken> value = reader_.next();
      if (!value) return value.error();
      const auto* const name = std::find(field_names.begin(), field_names.end(), key->text);
      if (name == field_names.end()) {
        if (auto error = reader_.skip(*value)) return error;
        continue;
      }
      auto& field = entry.fields.at(static_cast<std::size_t>(name - field_names.begin()));
      if (field) return reader_.error_at(key->part, fmt::format("{} stands twice in swarm {}", *name, entry.info_hash));
      if (value->kind != Kind::number) return reader_.error_at(value->part, fmt::format("{} is not a number", *name));
      if (value->number < 0 || value->number > static_cast<std::int64_t>(max_count)) {
        return reader_.error_at(value->part,
                                fmt::format("{} is {}: it must lie between 0 and 10^15", *name, value->number));
      }
      field = value->number;
    }
  }

  [[nodiscard]] std::optional<Error> check_complete(const Entry& entry) const {
    for (std::size_t i = 0; i < field_names.size(); ++i) {
      if (entry.fields.at(i)) continue;
      return reader_.error_at(entry.key, fmt::format("the tracker does not say {} of swarm {}: without it there is no "
                                                     "row to write",
                                                     field_names.at(i), entry.info_hash));
    }
    return std::nullopt;
  }

  [[nodiscard]] Error no_files() const {
    if (announce_.empty())
      return reader_.error_at(bytes_.substr(0, 1), fmt::format("this response has no files: {}", way_out));
    return reader_.error_at(announce_, fmt::format("this is the answer to an announce, not to a scrape: {}", way_out));
  }

  [[nodiscard]] std::optional<Error> check_repeats() const {
    const auto repeated = std::adjacent_find(entries_.begin(), entries_.end(),
                                             [](const Entry& a, const Entry& b) { return a.info_hash == b.info_hash; });
    if (repeated == entries_.end()) return std::nullopt;
    return reader_.error_at(std::next(repeated)->key,
                            fmt::format("swarm {} stands twice in the response", repeated->info_hash));
  }

  [[nodiscard]] Result<Scrape> scrape() {
    if (entries_.empty()) {
      notes_.add(WarningCode::unknown_swarm, origin_of(files_), [] {
        return std::string("the tracker knows no swarm that was asked for: that is no data, not a count of 0");
      });
    }
    Scrape result;
    bool seeders_alone = true;
    const Entry* first = nullptr;  // with a count above 0
    for (const Entry& entry : entries_) {
      if (entry.unknown()) {
        notes_.add(WarningCode::unknown_swarm, origin_of(entry.key), [&] {
          return fmt::format(
              "the tracker knows nothing of swarm {}: that is no data, not a count of 0, and is left out",
              entry.info_hash);
        });
        continue;
      }
      seeders_alone = seeders_alone && entry.value(downloaded) == entry.value(complete);
      if (first == nullptr && entry.value(downloaded) > 0) first = &entry;
      result.rows.push_back({entry.info_hash, entry.value(downloaded), entry.value(complete), entry.value(incomplete)});
    }
    if (seeders_alone && first != nullptr) {
      notes_.add(WarningCode::seeders_as_count, origin_of(first->key), [] {
        return std::string(
            "downloaded is the number of seeders in every swarm: some trackers give those of now in place of a count, "
            "which then falls when they leave");
      });
    }
    result.warnings = notes_.warnings();
    for (Warning& warning : result.warnings) {
      warning.place = locate(bytes_, source_, warning.origin.offset, warning.origin.length);
    }
    return result;
  }

  [[nodiscard]] Origin origin_of(std::string_view part) const {
    return {.offset = static_cast<std::size_t>(part.data() - bytes_.data()),
            .length = static_cast<std::uint32_t>(part.size())};  // a key of the answer: files, or an info-hash
  }

  std::string_view bytes_;
  std::string_view source_;
  BencodeReader reader_;
  Notes notes_;
  std::vector<Entry> entries_;
  std::string_view files_;     ///< the key, where it was seen
  std::string_view announce_;  ///< a key that only an announce's answer has
  BencodeToken failure_;
};

}  // namespace

Result<Scrape> read_scrape(std::string_view bytes, std::string_view source) {
  return ScrapeReader(bytes, source).read();
}

}  // namespace swarmcast
