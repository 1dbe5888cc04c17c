// How the process's memory is held.
#pragma once

namespace arcface {

// Keeps memory that is freed for the arrays that come with the next training step.
void KeepFreedMemory();

// Gives memory that is free at present back to the kernel.
void TrimMemory();

// Takes address space for the tensors of training steps, 4 GiB or a quarter of the machine's memory; once in a process.
void ReserveTensorMemory();

}  // namespace arcface
