// ConvFilterGradient for bfloat16 by the matrix tiles of a processor that has them (Intel's AMX, from Sapphire Rapids on): one instruction
// multiplies 16 inputs by 16 outputs over 32 pixels, sixteen times the products of a vector's.
#pragma once
#include "conv-filter-gradient.h"

namespace arcface {

// Whether the add-on was built for such a processor, and the system lets this process use its tiles.
bool TilesRun();

void ConvFilterGradientByTiles(const ConvShape& shape, const Bfloat16* x, const Bfloat16* dy, float* d_filter);

}  // namespace arcface
