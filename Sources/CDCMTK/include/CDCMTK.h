#ifndef CDCMTK_H
#define CDCMTK_H
#include "CDObject.h"
#endif
