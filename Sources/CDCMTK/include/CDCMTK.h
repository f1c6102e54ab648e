#ifndef CDCMTK_H
#define CDCMTK_H

#include "CDStartup.h"
#include "CDDictionary.h"
#include "CDSecurity.h"
#include "CDAssociation.h"
#include "CDObject.h"
#include "CDStream.h"
#include "CDStructuredReport.h"

#endif
