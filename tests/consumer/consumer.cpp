// Projects The Interview from its two readings, through the installed headers alone.
#include <iostream>
#include <swarmcast/swarmcast.hpp>

int main() {
  const auto series = swarmcast::make_series(
      {swarmcast::make_reading(10, 200e3), swarmcast::make_reading(20, 750e3, swarmcast::Qualifier::at_least)});
  if (!series) {
    std::cerr << series.error().message << '\n';
    return 2;
  }
  const auto projection = swarmcast::project(*series, swarmcast::builtin_prior(), {.horizons = {24, 48, 168}});
  if (!projection) {
    std::cerr << projection.error().message << '\n';
    return 2;
  }
  std::cerr << "swarmcast " << swarmcast::version() << '\n';
  std::cout << swarmcast::write_csv(*projection);
}
