#include "tensorflow-handles.h"

namespace arcface {

const char* CodeName(TF_Code code) {
  static const char* const names[] = {"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED",
                                      "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
                                      "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL",
                                      "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED"};
  return static_cast<size_t>(code) < sizeof(names) / sizeof(names[0]) ? names[code] : "UNKNOWN";
}

}  // namespace arcface
