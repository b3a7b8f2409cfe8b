/* What the program knows of conditions: others ask it, it asks their attributes. */
#include "house/condition/condition.h"
#include "jobs/module.h"

const Module CONDITION_MODULE = {
    .name = "condition",
};
