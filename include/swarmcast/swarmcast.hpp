#pragma once
/// Everything swarmcast offers to other programs. Start with series.hpp and projection.hpp.

#include "swarmcast/chart.hpp"
#include "swarmcast/curve.hpp"
#include "swarmcast/explanation.hpp"
#include "swarmcast/fit.hpp"
#include "swarmcast/learn.hpp"
#include "swarmcast/prior.hpp"
#include "swarmcast/projection.hpp"
#include "swarmcast/read.hpp"
#include "swarmcast/result.hpp"
#include "swarmcast/score.hpp"
#include "swarmcast/series.hpp"
#include "swarmcast/version.hpp"
#include "swarmcast/write.hpp"
