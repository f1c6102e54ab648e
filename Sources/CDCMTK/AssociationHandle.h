#ifndef CDCMTK_ASSOCIATIONHANDLE_H
#define CDCMTK_ASSOCIATIONHANDLE_H

#include "Boundary.h"
#include "Connection.h"

#include "dcmtk/dcmnet/assoc.h"
#include "dcmtk/dcmnet/cond.h"

#include <memory>
#include <string>
#include <vector>

namespace cd {

/// How many bytes a PDU may have beyond the maximum that we state: some devices count its header or those of its PDVs
/// wrongly.
constexpr uint32_t pdu_tolerance = 1024;

/// A presentation context as its requestor proposes it.
struct Context {
    uint8_t identifier;
    std::string abstract_syntax;
    std::vector<std::string> transfer_syntaxes;
    T_ASC_SC_ROLE role;
};

}  // namespace cd

struct cd_association {
    T_ASC_Association *handle = nullptr;
    const std::shared_ptr<cd::ConnectionState> state = std::make_shared<cd::ConnectionState>();
    /// The proposed contexts; empty if we are the requestor.
    std::vector<cd::Context> contexts;
    std::string calling_ae, called_ae, implementation, application_context;
    /// The transfer syntax that `cd_association_accepted` last returned.
    std::string accepted_syntax;

    cd_association() = default;
    cd_association(const cd_association &) = delete;
    cd_association &operator=(const cd_association &) = delete;
    ~cd_association() {
        if (handle != nullptr) ASC_destroyAssociation(&handle);
    }

    /// NULL once DCMTK has found the connection closed.
    cd::Connection *connection() const {
        return static_cast<cd::Connection *>(DUL_getTransportConnection(handle->DULassociation));
    }

    /// Why a closed connection closed: the peer closed it, or TLS failed.
    cd_outcome ended_outcome() const {
        cd::last_error() = state->security_failure;
        return state->security_failure.empty() ? CD_CLOSED : CD_INSECURE;
    }

    cd_outcome outcome(const OFCondition &result) const {
        if (result.good()) return CD_DONE;
        cd::last_error() = result.text();
        if (state->timed_out) return CD_TIMEOUT;
        if (!state->security_failure.empty()) return ended_outcome();
        if (result == DUL_READTIMEOUT) return CD_TIMEOUT;
        if (result == DUL_PEERREQUESTEDRELEASE) return CD_RELEASE;
        // DCMTK reports a broken connection as an abort too.
        if (result == DUL_NETWORKCLOSED || state->ended) return CD_CLOSED;
        if (result == DUL_PEERABORTEDASSOCIATION) return CD_ABORT;
        return CD_FAILURE;
    }

    template <class Body>
    cd_outcome call(int timeout, Body body) noexcept {
        return cd::guarded(CD_FAILURE, [&] {
            state->set_deadline(timeout);
            return outcome(body());
        });
    }

    /// Calls within the time that the peer has left for the message under way.
    template <class Body>
    cd_outcome call_within_message(Body body) noexcept {
        return cd::guarded(CD_FAILURE, [&] {
            state->resume_message();
            const OFCondition result = body();
            state->pause_message();
            return outcome(result);
        });
    }
};

#endif
