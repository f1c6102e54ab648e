#ifndef CDCMTK_CONNECTION_H
#define CDCMTK_CONNECTION_H

#include "dcmtk/config/osconfig.h"

#include "dcmtk/dcmnet/dcmtrans.h"

#include <chrono>

namespace cd {

/// DCMTK's plain TCP connection with a deadline for every read and write and without the pauses of TCP: what DCMTK
/// calls a blocking read ends here at the deadline.
class Connection final : public DcmTCPConnection {
public:
    explicit Connection(DcmNativeSocketType socket);

    ssize_t read(void *bytes, size_t count) override;
    ssize_t write(void *bytes, size_t count) override;
    OFBool networkDataAvailable(int seconds) override;

    /// From now on calls end after so many milliseconds.
    void set_deadline(int milliseconds);
    bool timed_out() const { return timed_out_; }
    /// The peer closed, or the connection broke.
    bool ended() const { return ended_; }
    bool received_something() const { return received_something_; }
    bool has_input();
    /// False where the deadline passed before the peer sent anything or closed.
    bool wait_for_input();

private:
    bool wait_for(short event);

    std::chrono::steady_clock::time_point deadline_;
    bool timed_out_ = false;
    bool ended_ = false;
    bool received_something_ = false;
    bool header_sent_ = false;
};

}  // namespace cd

#endif
