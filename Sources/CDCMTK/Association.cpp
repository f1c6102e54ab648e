#include "Acceptor.h"
#include "AssociationHandle.h"

#include "dcmtk/dcmdata/dcuid.h"
#include "dcmtk/dcmnet/lst.h"
#include "dcmtk/ofstd/ofstd.h"

#include <algorithm>

namespace {

using cd::Context;

T_ASC_SC_ROLE role_of(DUL_SC_ROLE proposed) {
    switch (proposed) {
    case DUL_SC_ROLE_NONE: return ASC_SC_ROLE_NONE;
    case DUL_SC_ROLE_SCU: return ASC_SC_ROLE_SCU;
    case DUL_SC_ROLE_SCP: return ASC_SC_ROLE_SCP;
    case DUL_SC_ROLE_SCUSCP: return ASC_SC_ROLE_SCUSCP;
    case DUL_SC_ROLE_DEFAULT: break;
    }
    return ASC_SC_ROLE_DEFAULT;
}

/// Read from DCMTK's list rather than through ASC_getPresentationContext, whose copy has room for 50 syntaxes.
std::vector<Context> proposed_contexts(DUL_ASSOCIATESERVICEPARAMETERS &parameters) {
    std::vector<Context> contexts;
    LST_HEAD **const list = &parameters.requestedPresentationContext;
    if (*list == nullptr) return contexts;
    auto *proposed = static_cast<DUL_PRESENTATIONCONTEXT *>(LST_Head(list));
    if (proposed != nullptr) LST_Position(list, proposed);
    for (; proposed != nullptr; proposed = static_cast<DUL_PRESENTATIONCONTEXT *>(LST_Next(list))) {
        Context context = {
            proposed->presentationContextID, proposed->abstractSyntax, {}, role_of(proposed->proposedSCRole)};
        LST_HEAD **const syntaxes = &proposed->proposedTransferSyntax;
        auto *syntax = *syntaxes == nullptr ? nullptr : static_cast<DUL_TRANSFERSYNTAX *>(LST_Head(syntaxes));
        if (syntax != nullptr) LST_Position(syntaxes, syntax);
        for (; syntax != nullptr; syntax = static_cast<DUL_TRANSFERSYNTAX *>(LST_Next(syntaxes)))
            context.transfer_syntaxes.push_back(syntax->transferSyntax);
        contexts.push_back(std::move(context));
    }
    return contexts;
}

}  // namespace

cd_outcome cd_association_receive(
    int socket, uint32_t max_pdu, const cd_security *security, int timeout, cd_association **received) {
    return cd::guarded(CD_FAILURE, [&] {
        auto association = std::make_unique<cd_association>();
        const cd::ConnectionState &state = *association->state;
        association->state->set_deadline(timeout);
        const OFCondition result =
            cd::receive_association(socket, max_pdu, security, timeout, association->state, &association->handle);
        if (state.ended && !state.received_something) return association->ended_outcome();
        if (state.is_malformed) {
            cd::last_error() = "the association request is malformed";
            return CD_FAILURE;
        }
        if (result.bad()) return association->outcome(result);
        if (association->handle == nullptr) {
            cd::last_error() = "the peer requested no association";
            return CD_FAILURE;
        }
        T_ASC_Parameters *const parameters = association->handle->params;
        association->contexts = proposed_contexts(parameters->DULparams);
        association->calling_ae = parameters->DULparams.callingAPTitle;
        association->called_ae = parameters->DULparams.calledAPTitle;
        association->application_context = parameters->DULparams.applicationContextName;
        association->implementation = parameters->theirImplementationVersionName;
        if (association->contexts.empty()) {
            // DCMTK itself answers some first PDUs that are not an A-ASSOCIATE-RQ, and reports success.
            cd::last_error() = "the peer requested no association";
            return state.timed_out ? CD_TIMEOUT : CD_FAILURE;
        }
        *received = association.release();
        return CD_DONE;
    });
}

void cd_association_destroy(cd_association *association) {
    cd::guarded(0, [&] {
        delete association;
        return 0;
    });
}

const char *cd_association_calling_ae(const cd_association *association) { return association->calling_ae.c_str(); }
const char *cd_association_called_ae(const cd_association *association) { return association->called_ae.c_str(); }
const char *cd_association_implementation(const cd_association *association) {
    return association->implementation.c_str();
}
const char *cd_association_application_context(const cd_association *association) {
    return association->application_context.c_str();
}

const char *cd_association_certificate_name(const cd_association *association, size_t index) {
    const std::vector<std::string> &names = association->state->certificate_names;
    return index < names.size() ? names[index].c_str() : nullptr;
}

size_t cd_association_context_count(const cd_association *association) { return association->contexts.size(); }

bool cd_association_context(const cd_association *association, size_t index, cd_context *context) {
    if (index >= association->contexts.size()) return false;
    const Context &proposed = association->contexts[index];
    const bool both = proposed.role == ASC_SC_ROLE_SCUSCP;
    *context = {
        proposed.identifier, proposed.abstract_syntax.c_str(), proposed.transfer_syntaxes.size(),
        both || proposed.role == ASC_SC_ROLE_SCU || proposed.role == ASC_SC_ROLE_DEFAULT,
        both || proposed.role == ASC_SC_ROLE_SCP};
    return true;
}

const char *cd_association_transfer_syntax(const cd_association *association, size_t index, size_t syntax) {
    if (index >= association->contexts.size()) return nullptr;
    const Context &proposed = association->contexts[index];
    return syntax < proposed.transfer_syntaxes.size() ? proposed.transfer_syntaxes[syntax].c_str() : nullptr;
}

const char *cd_uid_name(const char *uid) { return dcmFindNameOfUID(uid); }

cd_outcome cd_association_accept_context(
    cd_association *association, uint8_t identifier, const char *transfer_syntax, bool requestor_is_scu,
    bool requestor_is_scp) {
    return association->call(0, [&] {
        T_ASC_SC_ROLE role = ASC_SC_ROLE_DEFAULT;
        for (const Context &context : association->contexts)
            if (context.identifier == identifier && context.role != ASC_SC_ROLE_DEFAULT)
                role = !requestor_is_scp ? ASC_SC_ROLE_SCU : requestor_is_scu ? ASC_SC_ROLE_SCUSCP : ASC_SC_ROLE_SCP;
        return ASC_acceptPresentationContext(association->handle->params, identifier, transfer_syntax, role);
    });
}

cd_outcome cd_association_refuse_context(cd_association *association, uint8_t identifier, int reason) {
    return association->call(0, [&] {
        return ASC_refusePresentationContext(
            association->handle->params, identifier, static_cast<T_ASC_P_ResultReason>(reason));
    });
}

cd_outcome cd_association_acknowledge(
    cd_association *association, const char *implementation_class, const char *implementation_version, int timeout) {
    return association->call(timeout, [&] {
        T_ASC_Parameters *const parameters = association->handle->params;
        OFStandard::strlcpy(
            parameters->ourImplementationClassUID, implementation_class, sizeof parameters->ourImplementationClassUID);
        OFStandard::strlcpy(
            parameters->ourImplementationVersionName, implementation_version,
            sizeof parameters->ourImplementationVersionName);
        return ASC_acknowledgeAssociation(association->handle);
    });
}

cd_outcome cd_association_reject(cd_association *association, int result, int source, int reason, int timeout) {
    return association->call(timeout, [&] {
        const T_ASC_RejectParameters rejection = {
            static_cast<T_ASC_RejectParametersResult>(result), static_cast<T_ASC_RejectParametersSource>(source),
            static_cast<T_ASC_RejectParametersReason>(source << 8 | reason)};
        return ASC_rejectAssociation(association->handle, &rejection);
    });
}

void cd_association_begin_message(cd_association *association, int patience, int least_rate) {
    association->state->begin_message(patience, least_rate);
}

cd_outcome cd_association_read_pdv(cd_association *association, cd_pdv *pdv, int idle) {
    return association->call_within_message([&] {
        DUL_ASSOCIATIONKEY **const key = &association->handle->DULassociation;
        DUL_PDV next;
        OFCondition result = DUL_NextPDV(key, &next);
        if (result.bad()) {
            // If DCMTK saw an expired deadline it would take the connection for closed and send no abort.
            cd::Connection *const connection = association->connection();
            if (connection == nullptr) return OFCondition(DUL_NETWORKCLOSED);
            if (idle > 0) association->state->set_deadline(idle);
            if (!connection->wait_for_input()) return OFCondition(DUL_READTIMEOUT);
            if (idle > 0) association->state->resume_message();
            result = DUL_ReadPDVs(key, nullptr, DUL_BLOCK, 0);
            if (result != DUL_PDATAPDUARRIVED) return result.good() ? OFCondition(DUL_UNEXPECTEDPDU) : result;
            result = DUL_NextPDV(key, &next);
        }
        // DCMTK subtracts the two bytes of a PDV header without checking that there are two.
        const auto most =
            static_cast<unsigned long>(association->handle->params->ourMaxPDUReceiveSize) + cd::pdu_tolerance;
        if (result.good() && next.fragmentLength > most) return OFCondition(DUL_ILLEGALPDULENGTH);
        if (result.good())
            *pdv = {
                static_cast<const uint8_t *>(next.data), next.fragmentLength, next.presentationContextID,
                next.pdvType == DUL_COMMANDPDV, next.lastPDV == OFTrue};
        return result;
    });
}

bool cd_association_has_input(cd_association *association, int milliseconds) {
    cd::Connection *const connection = association->connection();
    return connection != nullptr && connection->has_input_within(milliseconds);
}

void cd_association_expect_more(cd_association *association, bool more_follows) {
    cd::Connection *const connection = association->connection();
    if (connection != nullptr) connection->more_follows = more_follows;
}

size_t cd_association_max_pdv(const cd_association *association) {
    return association->handle->sendPDVLength & ~static_cast<size_t>(1);
}

cd_outcome cd_association_write(
    cd_association *association, uint8_t context, bool is_command, const void *bytes, size_t length, bool is_last) {
    return association->call_within_message([&] {
        const size_t most = cd_association_max_pdv(association);
        if (most == 0) return OFCondition(DUL_ILLEGALPDULENGTH);
        auto *next = static_cast<unsigned char *>(const_cast<void *>(bytes));
        OFCondition result = EC_Normal;
        do {
            DUL_PDV pdv;
            pdv.fragmentLength = std::min(length, most);
            pdv.presentationContextID = context;
            pdv.pdvType = is_command ? DUL_COMMANDPDV : DUL_DATASETPDV;
            pdv.lastPDV = is_last && length <= most ? OFTrue : OFFalse;
            pdv.data = next;
            DUL_PDVLIST list = {};
            list.count = 1;
            list.pdv = &pdv;
            result = DUL_WritePDVs(&association->handle->DULassociation, &list);
            next += pdv.fragmentLength;
            length -= pdv.fragmentLength;
        } while (result.good() && length > 0);
        return result;
    });
}

cd_outcome cd_association_acknowledge_release(cd_association *association, int timeout) {
    return association->call(timeout, [&] { return ASC_acknowledgeRelease(association->handle); });
}

void cd_association_abort(cd_association *association, int timeout) {
    association->call(timeout, [&] { return ASC_abortAssociation(association->handle); });
}
