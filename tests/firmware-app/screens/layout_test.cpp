#include "tests/firmware-app/screens/sample_states.h"

#include <catch2/catch.hpp>
