// ui.palette: placeholder until written below
#include "firmware-app/screens/theme.h"

#include <catch2/catch.hpp>
