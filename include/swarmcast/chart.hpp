#pragma once
/// Pictures of results: text for a terminal, SVG, and a specification for Vega-Lite. Pure functions, as those of
/// write.hpp.
///
/// The fan, which a projection holds if it was asked for one (ProjectionOptions::fan), opens from the last reading: the
/// median, and around it the bands, straight lines between the times worked out.

#include <cstdint>
#include <string>

#include "swarmcast/projection.hpp"
#include "swarmcast/score.hpp"

namespace swarmcast {

/// Which axes are logarithmic.
struct LogAxes {
  bool time = false;
  bool count = false;
};

/// Colours that a terminal can show.
enum class ColorDepth : std::uint8_t {
  none,
  ansi16,     ///< the sixteen of its own palette
  ansi256,    ///< a cube of 6 x 6 x 6 colours
  truecolor,  ///< 24 bits
};

/// Characters that a terminal can show.
enum class Glyphs : std::uint8_t {
  ascii,
  braille,  ///< and box-drawing, in UTF-8: eight dots a character
};

/// The least width of a chart, and the greatest.
inline constexpr int narrowest_chart = 40;
inline constexpr int widest_chart = 300;

struct ChartStyle {
  Glyphs glyphs = Glyphs::ascii;
  ColorDepth color = ColorDepth::none;
  int width = 80;  ///< columns; held within narrowest_chart and widest_chart
  int most_rows =
      0;  ///< between the axes, where a fifth of the width, within 10 and 24, would be more; 5 at least; 0: any
  LogAxes log = {};
};

/// The projection as lines of exactly `width` columns at most: a frame with the title, readings, median and bands, axes
/// with round numbers, and a legend. Characters of a title that are two columns wide, or none, count as such; control
/// characters are replaced. Empty where the projection has no
/// fan, or none that can be drawn.
[[nodiscard]] std::string write_chart(const Projection& projection, const ChartStyle& style = {});

/// The same picture as a document of its own: SVG 1.1, without script, font or link to anything outside, with a title
/// and a description for those who do not see it, in colours that follow the reader's choice of light or dark. Any
/// bytes may be in a title. Empty where the projection has no
/// fan, or none that can be drawn.
[[nodiscard]] std::string write_svg(const Projection& projection, LogAxes log = {});

/// What a backtest says by horizon, as SVG likewise: the share of truths within swarmcast's bands beside what was
/// promised, and the median errors of all methods.
[[nodiscard]] std::string write_svg(const Backtest& backtest);

/// The picture as a Vega-Lite 5 specification, its data included: one JSON object on one line, ASCII, ending in a
/// newline. Times are in hours since the release. Empty where the projection has no
/// fan, or none that can be drawn.
[[nodiscard]] std::string write_vega(const Projection& projection, LogAxes log = {});

}  // namespace swarmcast
