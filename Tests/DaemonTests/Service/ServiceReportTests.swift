import Reporting
import Testing
import WorkList

@testable import Daemon

struct ServiceReportTests {
    @Test func `the daemon serves once a reporter is ready, or three have failed`() {
        #expect(!ServiceReport.serves(.starting))
        #expect(ServiceReport.serves(.ready))
        #expect(!ServiceReport.serves(.failing(reason: "no memory", times: 2)))
        #expect(ServiceReport.serves(.failing(reason: "no memory", times: 3)))
    }

    @Test func `the line of status counts, and says why nothing is drafted`() {
        let counts: [WorkItemState: Int] = [
            .collecting: 1, .queued: 2, .drafting: 4, .drafted: 8, .failed: 16, .ineligible: 32,
        ]
        #expect(ServiceReport.line(counts, .ready) == "7 waiting, 8 drafted, 16 failed")
        #expect(ServiceReport.line([:], .starting) == "0 waiting, 0 drafted, 0 failed; the reporter starts")
        #expect(
            ServiceReport.line([:], .failing(reason: "no memory", times: 1))
                == "0 waiting, 0 drafted, 0 failed; images are received, none is drafted: no memory")
    }

    @Test func `readiness begins once`() {
        let readiness = ServiceReadiness()
        #expect(!readiness.isReady)
        #expect(readiness.begins())
        #expect(readiness.isReady && !readiness.begins())
    }
}
