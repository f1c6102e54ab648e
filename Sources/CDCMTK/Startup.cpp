#include "Boundary.h"

#include "dcmtk/config/osconfig.h"

#include "dcmtk/dcmdata/dcdict.h"
#include "dcmtk/dcmdata/dcobject.h"
#include "dcmtk/dcmnet/dul.h"
#include "dcmtk/oflog/oflog.h"
#include "dcmtk/ofstd/ofstd.h"

namespace cd {

std::string &last_error() {
    thread_local std::string message;
    return message;
}

static const char *initialize() {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    OFStandard::initializeNetwork();
    // A reverse look-up per association would make every answer to a modality depend on a name server.
    dcmDisableGethostbyaddr.set(OFTrue);
    // Seconds until a peer that does not answer a connection attempt counts as unreachable.
    dcmConnectionTimeout.set(10);
    dcmEnableAutomaticInputDataCorrection.set(OFFalse);
    if (!dcmDataDict.isDictionaryLoaded()) return "DCMTK did not find its data dictionary";
    return nullptr;
}

}  // namespace cd

const char *cd_initialize(void) {
    static const char *const failure = cd::initialize();
    return failure;
}

const char *cd_last_error(void) { return cd::last_error().c_str(); }
