#include "AssociationHandle.h"
#include "Security/SecureConnection.h"

#include "dcmtk/dcmnet/dcmlayer.h"
#include "dcmtk/ofstd/ofstd.h"

#include <stdexcept>

namespace {

using cd::Context;

/// What the requesting thread passes through DCMTK to the transport layer that DCMTK calls back.
struct Requesting {
    std::shared_ptr<cd::ConnectionState> state;
    const cd_security *security;
};

thread_local Requesting *requesting = nullptr;

class RequestorLayer final : public DcmTransportLayer {
    DcmTransportConnection *createConnection(DcmNativeSocketType socket, OFBool) override {
        if (requesting->security == nullptr) return new cd::Connection(socket, requesting->state);
        return new cd::SecureConnection(socket, requesting->state, *requesting->security);
    }
};

/// DCMTK's network object for associations we request. Any number of threads may use it; it lives as long as the
/// program.
T_ASC_Network *network() {
    static T_ASC_Network *const shared = [] {
        T_ASC_Network *made = nullptr;
        OFCondition result = ASC_initializeNetwork(NET_REQUESTOR, 0, 30, &made);
        if (result.good()) result = ASC_setTransportLayer(made, new RequestorLayer, 1);
        if (result.bad()) throw std::runtime_error(result.text());
        return made;
    }();
    return shared;
}

}  // namespace

struct cd_request {
    std::string address, calling_ae, called_ae, implementation_class, implementation_version;
    long max_pdu;
    std::vector<Context> contexts;

    OFCondition fill(T_ASC_Parameters *parameters) const {
        OFStandard::strlcpy(
            parameters->ourImplementationClassUID, implementation_class.c_str(),
            sizeof parameters->ourImplementationClassUID);
        OFStandard::strlcpy(
            parameters->ourImplementationVersionName, implementation_version.c_str(),
            sizeof parameters->ourImplementationVersionName);
        OFCondition result = ASC_setAPTitles(parameters, calling_ae.c_str(), called_ae.c_str(), nullptr);
        if (result.good()) result = ASC_setPresentationAddresses(parameters, "localhost", address.c_str());
        for (const Context &context : contexts) {
            if (result.bad()) break;
            std::vector<const char *> syntaxes;
            for (const std::string &syntax : context.transfer_syntaxes) syntaxes.push_back(syntax.c_str());
            result = ASC_addPresentationContext(
                parameters, context.identifier, context.abstract_syntax.c_str(), syntaxes.data(),
                static_cast<int>(syntaxes.size()), context.role);
        }
        return result;
    }
};

cd_request *cd_request_create(
    const char *address, const char *calling_ae, const char *called_ae, const char *implementation_class,
    const char *implementation_version, uint32_t max_pdu) {
    return cd::guarded(static_cast<cd_request *>(nullptr), [&] {
        return new cd_request{address, calling_ae, called_ae, implementation_class, implementation_version,
                              max_pdu, {}};
    });
}

void cd_request_destroy(cd_request *request) { delete request; }

void cd_request_propose(cd_request *request, const char *abstract_syntax, bool is_scu, bool is_scp) {
    cd::guarded(0, [&] {
        const auto identifier = static_cast<uint8_t>(2 * request->contexts.size() + 1);
        const T_ASC_SC_ROLE role = !is_scp ? ASC_SC_ROLE_DEFAULT : is_scu ? ASC_SC_ROLE_SCUSCP : ASC_SC_ROLE_SCP;
        request->contexts.push_back({identifier, abstract_syntax, {}, role});
        return 0;
    });
}

void cd_request_add_transfer_syntax(cd_request *request, const char *transfer_syntax) {
    cd::guarded(0, [&] {
        request->contexts.back().transfer_syntaxes.push_back(transfer_syntax);
        return 0;
    });
}

cd_outcome cd_association_request(
    const cd_request *request, const cd_security *security, int timeout, cd_rejection *rejection,
    cd_association **requested) {
    return cd::guarded(CD_FAILURE, [&] {
        auto association = std::make_unique<cd_association>();
        *rejection = {};
        association->state->set_deadline(timeout);
        T_ASC_Parameters *parameters = nullptr;
        OFCondition result = ASC_createAssociationParameters(&parameters, request->max_pdu);
        if (result.good()) result = request->fill(parameters);
        if (result.good() && security != nullptr) result = ASC_setTransportLayerType(parameters, OFTrue);
        if (result.bad()) {
            if (parameters != nullptr) ASC_destroyAssociationParameters(&parameters);
            return association->outcome(result);
        }
        const cd::ConnectionState *const state = association->state.get();
        Requesting ours = {association->state, security};
        requesting = &ours;
        try {
            // DCMTK's timeout is in whole seconds and only a hint: the connection enforces the deadline.
            result = ASC_requestAssociation(
                network(), parameters, &association->handle, nullptr, nullptr, DUL_NOBLOCK, timeout / 1000 + 1);
        } catch (...) {
            requesting = nullptr;
            throw;
        }
        requesting = nullptr;
        // If there is no association, nothing else frees the parameters.
        if (association->handle == nullptr) ASC_destroyAssociationParameters(&parameters);
        if (result == DUL_ASSOCIATIONREJECTED && association->handle != nullptr) {
            T_ASC_RejectParameters told;
            if (ASC_getRejectParameters(association->handle->params, &told).good())
                *rejection = {told.result, told.source, told.reason & 0xFF};
        }
        // To the caller, a connection that was never established counts as closed.
        if (result.bad() && !state->connected && !state->timed_out) {
            cd::last_error() = result.text();
            return CD_CLOSED;
        }
        if (result.bad()) return association->outcome(result);
        *requested = association.release();
        return CD_DONE;
    });
}

bool cd_association_accepted(cd_association *association, size_t index, cd_accepted *accepted) {
    return cd::guarded(false, [&] {
        T_ASC_Parameters *const parameters = association->handle->params;
        if (static_cast<int>(index) >= ASC_countPresentationContexts(parameters)) return false;
        T_ASC_PresentationContext context;
        if (ASC_getPresentationContext(parameters, static_cast<int>(index), &context).bad()) return false;
        if (context.resultReason != ASC_P_ACCEPTANCE) return false;
        association->accepted_syntax = context.acceptedTransferSyntax;
        const bool both = context.acceptedRole == ASC_SC_ROLE_SCUSCP;
        *accepted = {
            context.presentationContextID, association->accepted_syntax.c_str(),
            both || context.acceptedRole == ASC_SC_ROLE_SCU || context.acceptedRole == ASC_SC_ROLE_DEFAULT,
            both || context.acceptedRole == ASC_SC_ROLE_SCP};
        return true;
    });
}

cd_outcome cd_association_release(cd_association *association, int timeout) {
    return association->call(timeout, [&] { return ASC_releaseAssociation(association->handle); });
}
