// How the process's memory is held.
#pragma once

namespace arcface {

// Keeps memory that is freed for the arrays that come with the next training step.
void KeepFreedMemory();

// Gives memory that is free at present back to the kernel.
void TrimMemory();

// Takes address space in which all tensors of a training step fit.
void ReserveTensorMemory();

}  // namespace arcface
