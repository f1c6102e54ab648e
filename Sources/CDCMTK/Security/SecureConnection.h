#ifndef CDCMTK_SECURECONNECTION_H
#define CDCMTK_SECURECONNECTION_H

#include "../Connection.h"
#include "Security.h"

namespace cd {

/// A connection inside TLS, with the same deadlines: OpenSSL works on a non-blocking socket, and the handshake runs on
/// the association's own thread.
class SecureConnection final : public Connection {
public:
    SecureConnection(DcmNativeSocketType socket, std::shared_ptr<ConnectionState> state, const cd_security &security);
    ~SecureConnection() override;

    /// Makes the handshake accept only a peer whose certificate names this host, by name or numeric address.
    void expect_host(const std::string &host);

    OFCondition serverSideHandshake() override;
    OFCondition clientSideHandshake() override;
    ssize_t receive(void *bytes, size_t count) override;
    ssize_t write(void *bytes, size_t count) override;
    void close() override;

    bool has_input() override;
    bool wait_for_input() override;

private:
    enum class Next { again, ended, failed, timed_out };

    /// Decides what to do after an OpenSSL call that did not succeed.
    Next after(int result, bool is_patient = true);
    OFCondition handshake(int (*step)(SSL *));
    /// Whether data or the end of the stream can be read: bytes on the socket may belong to TLS itself.
    bool peek(bool is_patient);

    const std::unique_ptr<SSL, Freeing> tls_;
    /// The handshake is complete and no error has occurred since: only then is a close notification due.
    bool is_open_ = false;
};

} // namespace cd

#endif
