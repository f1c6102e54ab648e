#include "Acceptor.h"
#include "AssociationHandle.h"

#include "Security/SecureConnection.h"

#include "dcmtk/dcmnet/dcmlayer.h"

#include <mutex>
#include <stdexcept>
#include <unistd.h>

namespace cd {

namespace {

/// What the receiving thread passes through DCMTK to the transport layer that DCMTK calls back.
struct Receiving {
    std::unique_lock<std::mutex> gate;
    std::shared_ptr<ConnectionState> state;
    const cd_security *security = nullptr;
    bool has_connection = false;
};

thread_local Receiving *receiving = nullptr;

/// DCMTK takes an accepted socket only through a global variable. It reads the variable first and then asks the
/// transport layer for a connection; from then on another thread may set it. So the gate is closed for microseconds
/// only, and a silent peer delays no other.
class GateLayer final : public DcmTransportLayer {
    DcmTransportConnection *createConnection(DcmNativeSocketType socket, OFBool) override {
        dcmExternalSocketHandle.set(-1);
        receiving->gate.unlock();
        const cd_security *const security = receiving->security;
        receiving->has_connection = true;
        if (security == nullptr) return new Connection(socket, receiving->state);
        return new SecureConnection(socket, receiving->state, *security);
    }
};

std::mutex gate;

/// DCMTK's network object, created while the variable is set so that DCMTK opens no listening socket of its own. Lives
/// as long as the program. Call it with the gate locked.
T_ASC_Network *network() {
    static T_ASC_Network *const shared = [] {
        T_ASC_Network *made = nullptr;
        dcmExternalSocketHandle.set(0x7fffffff);
        OFCondition result = ASC_initializeNetwork(NET_ACCEPTOR, 0, 30, &made);
        dcmExternalSocketHandle.set(-1);
        static GateLayer *const layer = new GateLayer;
        if (result.good()) result = ASC_setTransportLayer(made, layer, 0);
        if (result.bad()) throw std::runtime_error(result.text());
        return made;
    }();
    return shared;
}

}  // namespace

OFCondition receive_association(
    int socket, uint32_t max_pdu, const cd_security *security, int timeout,
    const std::shared_ptr<ConnectionState> &state, T_ASC_Association **association) {
    Receiving ours = {std::unique_lock<std::mutex>(gate), state, security};
    receiving = &ours;
    OFCondition result = EC_Normal;
    try {
        T_ASC_Network *const shared = network();
        dcmExternalSocketHandle.set(socket);
        // DCMTK's timeout is in whole seconds and only a hint: the connection enforces the deadline. DCMTK reads PDUs up to
        // the size given here; the answer states our true maximum.
        result = ASC_receiveAssociation(
            shared, association, static_cast<long>(max_pdu + pdu_tolerance), nullptr, nullptr,
            security != nullptr ? OFTrue : OFFalse, DUL_NOBLOCK, timeout / 1000 + 1);
        if (result.good() && *association != nullptr) {
            (*association)->params->ourMaxPDUReceiveSize = static_cast<long>(max_pdu);
            (*association)->params->DULparams.maxPDU = static_cast<long>(max_pdu);
        }
    } catch (...) {
        if (!ours.has_connection) close(socket);
        if (ours.gate.owns_lock()) dcmExternalSocketHandle.set(-1);
        receiving = nullptr;
        throw;
    }
    receiving = nullptr;
    if (!ours.has_connection) close(socket);
    if (ours.gate.owns_lock()) dcmExternalSocketHandle.set(-1);
    return result;
}

} // namespace cd
