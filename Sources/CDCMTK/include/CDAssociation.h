#ifndef CDASSOCIATION_H
#define CDASSOCIATION_H

#include "CDSecurity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How a call on an association ended.
typedef enum __attribute__((enum_extensibility(closed))) cd_outcome : int32_t {
    CD_DONE __attribute__((swift_name("done"))) = 0,
    /// The peer requested release (A-RELEASE-RQ).
    CD_RELEASE __attribute__((swift_name("released"))) = 1,
    /// The peer aborted (A-ABORT).
    CD_ABORT __attribute__((swift_name("aborted"))) = 2,
    /// The transport connection ended.
    CD_CLOSED __attribute__((swift_name("closed"))) = 3,
    /// The deadline passed.
    CD_TIMEOUT __attribute__((swift_name("timedOut"))) = 4,
    /// Anything else; `cd_last_error` has the reason.
    CD_FAILURE __attribute__((swift_name("failed"))) = 5,
    /// TLS with this peer failed; `cd_last_error` has the reason.
    CD_INSECURE __attribute__((swift_name("insecure"))) = 6,
} cd_outcome;

/// One association (PS3.8), from the A-ASSOCIATE-RQ to the PDVs of its messages, without interpreting the messages.
/// Used by one thread at a time. Every timeout is in milliseconds, for the whole call; messages go by their own time, see
/// `cd_association_begin_message`.
typedef struct cd_association cd_association;

/// Reads the A-ASSOCIATE-RQ from a connected TCP socket and takes ownership of the socket, whatever the outcome.
/// Returns `CD_CLOSED` if the peer closed without sending a byte. Any number of threads may make this call. `security`
/// is NULL for a connection without TLS. PDUs that exceed `max_pdu` by no more than 1024 bytes are accepted too.
cd_outcome cd_association_receive(
    int socket, uint32_t max_pdu, const cd_security *security, int timeout, cd_association **association);

/// A request for an association.
typedef struct cd_request cd_request;

/// `address` is `host:port`, reached over IPv4. Returns NULL when out of memory.
cd_request *cd_request_create(
    const char *address, const char *calling_ae, const char *called_ae, const char *implementation_class,
    const char *implementation_version, uint32_t max_pdu);
void cd_request_destroy(cd_request *request);

/// Proposes one more context, with the roles we ask for; SCU only needs no role selection. The first gets the
/// identifier 1, the next 3, and so on; at most 128.
void cd_request_propose(cd_request *request, const char *abstract_syntax, bool is_scu, bool is_scp);

/// Adds a transfer syntax to the context proposed last.
void cd_request_add_transfer_syntax(cd_request *request, const char *transfer_syntax);

/// How a peer rejected the association (PS3.8 Table 9-21); `result` is 0 if it did not.
typedef struct cd_rejection {
    int32_t result;
    int32_t source;
    int32_t reason;
} cd_rejection;

/// Connects, over TLS if `security` is not NULL, and requests an association. Returns `CD_CLOSED` if the address cannot
/// be reached or the peer closes.
cd_outcome cd_association_request(
    const cd_request *request, const cd_security *security, int timeout, cd_rejection *rejection,
    cd_association **association);

/// A context that the peer accepted, with the roles we have in it.
typedef struct cd_accepted {
    uint8_t identifier;
    const char *transfer_syntax;
    bool is_scu;
    bool is_scp;
} cd_accepted;

/// Returns how the peer answered a context we proposed. False if it refused the context.
bool cd_association_accepted(cd_association *association, size_t index, cd_accepted *accepted);

/// Closes the connection and frees the association. Sends nothing.
void cd_association_destroy(cd_association *association);

/// The AE titles, the peer's implementation version name and the name of its application context, as sent.
const char *cd_association_calling_ae(const cd_association *association);
const char *cd_association_called_ae(const cd_association *association);
const char *cd_association_implementation(const cd_association *association);
const char *cd_association_application_context(const cd_association *association);

/// A name in the peer's TLS certificate at this index: the DNS names among its subject alternative names, or its common
/// names if it has none of these. NULL past the last, and without a certificate.
const char *cd_association_certificate_name(const cd_association *association, size_t index);

/// A proposed presentation context. Its strings live as long as the association.
typedef struct cd_context {
    uint8_t identifier;
    const char *abstract_syntax;
    size_t transfer_syntax_count;
    /// Roles that the requestor asks for; without role selection it is SCU only.
    bool requestor_is_scu;
    bool requestor_is_scp;
} cd_context;

size_t cd_association_context_count(const cd_association *association);
/// Returns false if there is no context at this index.
bool cd_association_context(const cd_association *association, size_t index, cd_context *context);
/// A transfer syntax proposed in the context at this index; NULL past the last.
const char *cd_association_transfer_syntax(const cd_association *association, size_t index, size_t syntax);

/// The name of a UID in PS3.6, in DCMTK's spelling; NULL if DCMTK does not know it.
const char *cd_uid_name(const char *uid);

/// Accepts a context with one of its transfer syntaxes and the granted roles among those the requestor asked for.
cd_outcome cd_association_accept_context(
    cd_association *association, uint8_t identifier, const char *transfer_syntax, bool requestor_is_scu,
    bool requestor_is_scp);

/// Why a context is refused (PS3.8 Table 9-18).
enum { CD_USER_REJECTION = 1, CD_ABSTRACT_SYNTAX_NOT_SUPPORTED = 3, CD_TRANSFER_SYNTAXES_NOT_SUPPORTED = 4 };
cd_outcome cd_association_refuse_context(cd_association *association, uint8_t identifier, int reason);

/// Sends the A-ASSOCIATE-AC with our implementation's identity. Every context must have been accepted or refused.
cd_outcome cd_association_acknowledge(
    cd_association *association, const char *implementation_class, const char *implementation_version, int timeout);

/// Sends an A-ASSOCIATE-RJ; result, source and reason as in PS3.8 Table 9-21.
cd_outcome cd_association_reject(cd_association *association, int result, int source, int reason, int timeout);

/// One presentation data value (PS3.8 9.3.5.1). `data` is valid until the next read.
typedef struct cd_pdv {
    const uint8_t *data;
    size_t length;
    uint8_t context;
    bool is_command;
    bool is_last;
} cd_pdv;

/// Begins a message, in either direction. In the calls that read and write it the peer may keep us waiting for `patience`
/// milliseconds. Each byte that it sends or takes buys back time at `least_rate` bytes a second, up to `patience`: a peer
/// that is slower than that over the message is timed out.
void cd_association_begin_message(cd_association *association, int patience, int least_rate);

/// Reads the next PDV of the message that was begun. `idle` is how many milliseconds the peer may take before its first
/// byte, apart from the message's own time; 0 within a message.
cd_outcome cd_association_read_pdv(cd_association *association, cd_pdv *pdv, int idle);

/// Whether the peer has sent something that has not been read, or does so within a number of milliseconds.
bool cd_association_has_input(cd_association *association, int milliseconds);

/// Says whether more writes follow soon, so that the bytes can be sent together.
void cd_association_expect_more(cd_association *association, bool more_follows);

/// The most bytes that one PDV to this peer may carry; valid after the acknowledgement.
size_t cd_association_max_pdv(const cd_association *association);

/// Sends bytes of a command or data set of the message that was begun, in as many PDVs as needed; the final one is marked
/// last if `is_last`.
cd_outcome cd_association_write(
    cd_association *association, uint8_t context, bool is_command, const void *bytes, size_t length, bool is_last);

/// Requests release and waits for the answer.
cd_outcome cd_association_release(cd_association *association, int timeout);

/// Answers the peer's A-RELEASE-RQ.
cd_outcome cd_association_acknowledge_release(cd_association *association, int timeout);

/// Sends an A-ABORT and waits up to the timeout for the peer to close.
void cd_association_abort(cd_association *association, int timeout);

#ifdef __cplusplus
}
#endif
#endif
