#include "../Boundary.h"
#include "SecureConnection.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <poll.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct cd_stream {
    const std::shared_ptr<cd::ConnectionState> state = std::make_shared<cd::ConnectionState>();
    std::unique_ptr<cd::SecureConnection> connection;
    int socket = -1;

    /// The outcome of a call that failed.
    cd_outcome ended() const {
        cd::last_error() = state->security_failure.empty() ? "the connection ended" : state->security_failure;
        if (state->timed_out) return CD_TIMEOUT;
        return state->security_failure.empty() ? CD_CLOSED : CD_INSECURE;
    }

    /// Whether the peer has closed; anything it sends is discarded.
    bool has_ended() const {
        char bytes[512];
        while (connection->has_input())
            if (connection->receive(bytes, sizeof bytes) <= 0) return true;
        return false;
    }
};

namespace {

/// Milliseconds allowed for a peer to reject us after the handshake.
constexpr int second_thoughts = 500;

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses look_up(const char *host, const char *port) {
    addrinfo wanted = {};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICSERV;
    addrinfo *found = nullptr;
    const int code = getaddrinfo(host, port, &wanted, &found);
    if (code != 0) throw std::runtime_error(gai_strerror(code));
    return Addresses(found, freeaddrinfo);
}

/// Connects a socket; returns -1 with errno if it could not before the deadline.
int connect_to(const addrinfo &address, std::chrono::steady_clock::time_point deadline) {
    const int made = socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made < 0) return -1;
    int code = connect(made, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
    if (code == EINPROGRESS) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        pollfd waiting = {made, POLLOUT, 0};
        socklen_t size = sizeof code;
        code = ETIMEDOUT;
        if (left > 0 && poll(&waiting, 1, static_cast<int>(left)) > 0)
            getsockopt(made, SOL_SOCKET, SO_ERROR, &code, &size);
    }
    if (code == 0) return made;
    close(made);
    errno = code;
    return -1;
}

} // namespace

cd_outcome cd_stream_open(
    const char *host, const char *port, const cd_security *security, int timeout, cd_stream **opened) {
    return cd::guarded(CD_FAILURE, [&] {
        auto stream = std::make_unique<cd_stream>();
        const Addresses addresses = look_up(host, port);
        stream->state->set_deadline(timeout);
        int left = 0;
        for (const addrinfo *each = addresses.get(); each != nullptr; each = each->ai_next) ++left;
        // Each address gets its share of the time, so that an unresponsive one does not use up the others'.
        for (const addrinfo *each = addresses.get(); each != nullptr && stream->socket < 0; each = each->ai_next) {
            const auto now = std::chrono::steady_clock::now();
            stream->socket = connect_to(*each, now + (stream->state->deadline - now) / left--);
        }
        if (stream->socket < 0) {
            cd::last_error() = std::strerror(errno);
            return CD_CLOSED;
        }
        stream->connection = std::make_unique<cd::SecureConnection>(stream->socket, stream->state, *security);
        stream->connection->expect_host(host);
        if (stream->connection->clientSideHandshake().bad()) return stream->ended();
        // In TLS 1.3 the handshake ends here before the peer has checked our certificate: anything written before it
        // rejects us would be lost.
        stream->state->set_deadline(second_thoughts);
        if (stream->connection->wait_for_input() && stream->has_ended()) return stream->ended();
        *opened = stream.release();
        return CD_DONE;
    });
}

cd_outcome cd_stream_write(cd_stream *stream, const void *bytes, size_t count, int timeout) {
    return cd::guarded(CD_FAILURE, [&] {
        stream->state->set_deadline(timeout);
        const ssize_t sent = stream->connection->write(const_cast<void *>(bytes), count);
        return sent == static_cast<ssize_t>(count) ? CD_DONE : stream->ended();
    });
}

cd_outcome cd_stream_flush(cd_stream *stream, int timeout) {
    return cd::guarded(CD_FAILURE, [&] {
        stream->state->set_deadline(timeout);
        for (;;) {
            int unacknowledged = 0;
            if (stream->has_ended()) return stream->ended();
            if (ioctl(stream->socket, SIOCOUTQ, &unacknowledged) != 0 || unacknowledged == 0) return CD_DONE;
            if (std::chrono::steady_clock::now() >= stream->state->deadline) {
                cd::last_error() = "the peer did not acknowledge the data in time";
                return CD_TIMEOUT;
            }
            usleep(2000);
        }
    });
}

void cd_stream_destroy(cd_stream *stream) { delete stream; }
