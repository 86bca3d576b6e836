#pragma once
/// Scores, summed up in tables.

#include "swarmcast/score.hpp"

namespace swarmcast {

/// Fills in the tables of a backtest from its forecasts.
void add_summaries(Backtest& backtest);

}  // namespace swarmcast
