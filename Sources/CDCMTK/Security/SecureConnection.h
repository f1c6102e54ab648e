#ifndef CDCMTK_SECURECONNECTION_H
#define CDCMTK_SECURECONNECTION_H

#include "../Connection.h"
#include "Security.h"

namespace cd {

/// The connection inside TLS, with the same deadlines: every step of OpenSSL's is taken on a socket that does not
/// block, the handshake on the association's own thread.
class SecureConnection final : public Connection {
public:
    SecureConnection(DcmNativeSocketType socket, std::shared_ptr<ConnectionState> state, const cd_security &security);
    ~SecureConnection() override;

    /// Takes no peer in the handshake but one whose certificate names this host, by its name or numeric address.
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

    /// What to do after a step of OpenSSL's that returned no success.
    Next after(int result, bool is_patient = true);
    OFCondition handshake(int (*step)(SSL *));
    /// Whether a byte is there, or the end is: bytes on the socket may be no more than TLS's own.
    bool peek(bool is_patient);

    const std::unique_ptr<SSL, Freeing> tls_;
    /// Both sides have agreed, and nothing has gone wrong since: only then is there an end to announce.
    bool is_open_ = false;
};

} // namespace cd

#endif
