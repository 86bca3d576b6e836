#pragma once
/// SVG written as it comes: the few elements that pictures here are made of.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/axis.hpp"

namespace swarmcast {

struct Point {
  double x = 0;  ///< pixels, to the right
  double y = 0;  ///< pixels, downwards
};

/// Where the axes of a plot lie, in pixels.
struct PlotArea {
  double left = 0, top = 0, width = 0, height = 0;

  /// Of positions on the axes, in [0, 1], `up` from the bottom.
  [[nodiscard]] Point at(double right, double up) const { return {left + width * right, top + height * (1 - up)}; }
};

enum class Anchor : std::uint8_t { start, middle, end };

/// A document under construction. Texts may hold any bytes: what could be markup is escaped, controls are replaced.
/// Classes are those of its style sheet (svg.cpp).
class SvgWriter {
 public:
  /// `title` and `description` are what a screen reader reads.
  SvgWriter(int width, int height, std::string_view title, std::string_view description);

  void text(const Point& at, std::string_view css_class, std::string_view text, Anchor anchor = Anchor::start);
  void line(const Point& from, const Point& to, std::string_view css_class);
  void polyline(const std::vector<Point>& points, std::string_view css_class);
  void polygon(const std::vector<Point>& points, std::string_view css_class);
  void circle(const Point& centre, double radius, std::string_view css_class);
  void rectangle(const Point& corner, double width, double height, std::string_view css_class);

  /// Grid lines and labels of the axis to the left.
  void left_axis(const PlotArea& area, const Axis& axis);
  /// Ticks and labels of the axis below. Labels that would touch the one before are left out.
  void bottom_axis(const PlotArea& area, const Axis& axis);

  /// The whole document. Nothing can be added after.
  [[nodiscard]] std::string finish() &&;

 private:
  void shape(std::string_view element, const std::vector<Point>& points, std::string_view css_class);

  std::string text_;
};

}  // namespace swarmcast
