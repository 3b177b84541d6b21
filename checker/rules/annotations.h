//===- annotations.h - what locks a program already keeps to -----*- C++ -*-===//
#ifndef MAPRACE_RULES_ANNOTATIONS_H
#define MAPRACE_RULES_ANNOTATIONS_H

#include "checker/rules/rule.h"
#include "maprace/checker/pipeline.h"

namespace maprace {

Annotations annotationsOf(const Picture &P);

} // namespace maprace
#endif
