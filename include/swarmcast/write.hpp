#pragma once
/// Results to text. Pure functions: the same result and style give the same bytes.

#include <optional>
#include <string>
#include <string_view>

#include "swarmcast/chart.hpp"
#include "swarmcast/fit.hpp"
#include "swarmcast/learn.hpp"
#include "swarmcast/prior.hpp"
#include "swarmcast/projection.hpp"
#include "swarmcast/read.hpp"
#include "swarmcast/score.hpp"

namespace swarmcast {

/// How a table may look; JSON and CSV never depend on it.
struct TableStyle {
  bool color = false;                    ///< ANSI bold and dim
  int width = 80;                        ///< columns to wrap prose at
  std::optional<ChartStyle> chart = {};  ///< of a projection: a chart below its first sentence
};

/// The projection for a person: a sentence to print, a row per horizon, and what the answer rests on. Counts are
/// rounded to three digits (1.52M). Control characters of a title are replaced.
[[nodiscard]] std::string write_table(const Projection& projection, const TableStyle& style = {});

/// One JSON object on one line (swarmcast/projection/1, docs/projection.schema.json), ASCII, ending in a newline.
/// Numbers carry every digit; one that does not exist is null.
[[nodiscard]] std::string write_json(const Projection& projection);

/// CSV (RFC 4180, LF line ends): the header `title,hours,median,low80,high80,...`, then a row per horizon. For
/// each yardstick as many columns follow, in multiples of its number: `median_per_152000_ratings`, ... For each
/// comparison follows a column of its name, and `NAME_low80,NAME_high80,...` where it has bands.
[[nodiscard]] std::string write_csv(const Projection& projection);

/// What stands in the place of a projection that cannot be had: one JSON object on one line (swarmcast/failure/1,
/// docs/failure.schema.json), with the error's code, sentence, line and column.
[[nodiscard]] std::string write_json(std::string_view id, const Error& error);

/// The header of the rows of many series, with its line end.
inline constexpr std::string_view batch_header =
    "id,title,hours,median,level,low,high,verdicts,warnings,error,line,text\n";

/// CSV without its header, batch_header: of each horizon a row for each band; codes of verdicts and warnings are
/// separated by blanks. What does not exist is empty.
[[nodiscard]] std::string write_rows(const Projection& projection);

/// The one row that stands in their place where there is no projection.
[[nodiscard]] std::string write_rows(std::string_view id, const Error& error);

/// The fits for a statistician: a row per curve, the best first; the parameters of the best one, or of all where they
/// are three at most; what each implies; and how far that can be trusted.
[[nodiscard]] std::string write_table(const Fit& fit, const TableStyle& style = {});

/// One JSON object on one line (swarmcast/fit/1, docs/fit.schema.json), as that of a projection.
[[nodiscard]] std::string write_json(const Fit& fit);

/// CSV with a row for each parameter of each curve, and one for a curve without any. Statistics of the curve stand in
/// all of its rows; an end of an interval that is open is the word `open`, and what does not exist is empty.
[[nodiscard]] std::string write_csv(const Fit& fit);

/// The scores for a person: of each method, and by horizon, number of readings and family.
[[nodiscard]] std::string write_table(const Backtest& backtest, const TableStyle& style = {});

/// One JSON object on one line (swarmcast/backtest/1, docs/backtest.schema.json): the tables, balanced and pooled.
[[nodiscard]] std::string write_json(const Backtest& backtest);

/// CSV with a row for each forecast and method: what it said, and its scores. What does not exist is empty.
[[nodiscard]] std::string write_csv(const Backtest& backtest);

/// What was learned: from how much, how much of the start is left, what it is worth, and the terms before and after.
/// `start` is the prior that learning began with.
[[nodiscard]] std::string write_table(const Learned& learned, const Prior& start, const TableStyle& style = {});

/// A prior as indented JSON; read_prior() gives the same prior back, to the bit.
[[nodiscard]] std::string write_prior(const Prior& prior);

/// The header of a log of scrapes, which read_observations() knows, with its line end.
inline constexpr std::string_view scrape_header = "time,info_hash,count,seeders,leechers\n";

/// The rows of a log of scrapes, each with its line end: what the tracker said at that time. No header.
[[nodiscard]] std::string write_scrape(const Scrape& scrape, const ClockTime& at);

}  // namespace swarmcast
