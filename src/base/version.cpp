#include "swarmcast/version.hpp"

namespace swarmcast {

// The build says which version this is: project(VERSION) in CMakeLists.txt.
std::string_view version() { return SWARMCAST_VERSION; }

}  // namespace swarmcast
