#ifndef CDCMTK_CONNECTION_H
#define CDCMTK_CONNECTION_H

#include "dcmtk/config/osconfig.h"

#include "dcmtk/dcmnet/dcmtrans.h"

#include <chrono>
#include <memory>
#include <string>

namespace cd {

/// What is known of a connection, also after DCMTK has deleted it, as it does wherever it finds the connection ended.
struct ConnectionState {
    std::chrono::steady_clock::time_point deadline;
    bool timed_out = false;
    /// A connection was there at all.
    bool connected = false;
    /// The peer closed, or the connection broke.
    bool ended = false;
    bool received_something = false;
    /// What was wrong with the peer's TLS, or what it found wrong with ours; empty where nothing was.
    std::string security_failure;

    /// From now on calls end after so many milliseconds.
    void set_deadline(int milliseconds);
};

/// DCMTK's plain TCP connection with a deadline for every read and write and without the pauses of TCP: what DCMTK
/// calls a blocking read ends here at the deadline.
class Connection : public DcmTCPConnection {
public:
    Connection(DcmNativeSocketType socket, std::shared_ptr<ConnectionState> state);

    ssize_t read(void *bytes, size_t count) override;
    ssize_t write(void *bytes, size_t count) override;
    OFBool networkDataAvailable(int seconds) override;

    /// While set, what is written may wait for what comes next and leave with it.
    bool more_follows = false;

    virtual bool has_input();
    /// False where the deadline passed before the peer sent anything or closed.
    virtual bool wait_for_input();

protected:
    bool wait_for(short event);

    const std::shared_ptr<ConnectionState> state_;

private:
    bool header_sent_ = false;
};

}  // namespace cd

#endif
